// Writes a picture of the release dashboard's main panel: `npx tsx examples/dashboard-preview/draw.ts`. Needs Debian's chromium.
// The data and the query are real: the query of the dashboard runs on the engine; only what draws the lines is not Grafana.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';
import { chromium } from 'playwright-core';
import { grafanaDashboard } from '../../src/dashboards/grafana/dashboard.js';
import type { PanelSubject } from '../../src/dashboards/grafana/panel-sql.js';
import { layoutUnasked } from '../../src/sources/clickhouse/layout-of-table.js';
import { expandMacros } from '../../test/helpers/grafana-macros.js';
import { createOtelLogs, insertOtelLogs, type LogLines } from '../../test/helpers/otel-logs.js';
import { badRelease } from '../readme-picture/bad-release.js';

const SUBJECT: PanelSubject = {
  service: 'payments',
  level: 'ERROR',
  selectors: [],
  bucketSeconds: 30,
  beforeSeconds: 1800,
  waitSeconds: 300,
  sensitivity: 2,
  isPlain: false,
};

const { windows, series } = badRelease();
if (windows === null) throw new Error('the bad release has windows');
const fromMs = Date.parse(windows.before.from);
const releaseMs = Date.parse(windows.after.from);
const counts = [...series.before.errors, ...series.after.errors];
const lines = counts.flatMap((count, nth): LogLines[] => [
  { atMs: fromMs + nth * 30_000 + 9000, service: 'payments', level: 'ERROR', count: count ?? 0 },
  { atMs: fromMs + nth * 30_000 + 15_000, service: 'payments', count: 500 },
]);

const dashboard = grafanaDashboard('release', layoutUnasked({ layout: 'otel-logs', columns: {} }), SUBJECT, {
  uid: 'preview',
  runbookUrl: null,
});
const panel: unknown = dashboard.panels?.[1];
const { targets, title } = panel as {
  readonly title: string;
  readonly targets: readonly [{ readonly rawSql: string }];
};
const sql = expandMacros(targets[0].rawSql, {
  fromSeconds: fromMs / 1000,
  toSeconds: releaseMs / 1000 + 300,
  variables: { released_at: windows.after.from },
});

const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-preview-'));
const client = createClient({ connection: createChdbConnection({ path: folder }) as never });
for (const query of [createOtelLogs(), insertOtelLogs(lines)]) await client.command({ query });
const asked = `SELECT toUnixTimestamp(time) AS seconds, * EXCEPT time FROM (${sql})`;
const { data } = await (await client.query({ query: asked, format: 'JSON' })).json<Record<string, number>>();
await client.close();
const column = (name: string) => data.map((row) => (row[name] === null ? null : Number(row[name])));
const drawn = ['seconds', 'errors', 'median × 2'].map(column);

const uplot = (file: string) =>
  readFileSync(path.resolve(import.meta.dirname, '../../node_modules/uplot/dist', file), 'utf8');
const page = `<!doctype html><meta charset="utf-8"><style>${uplot('uPlot.min.css')}
body { margin: 0; padding: 16px; background: #181b1f; color: #ccccdc; font: 14px Inter, system-ui, sans-serif }
h1 { font-size: 14px; font-weight: 500; margin: 0 0 8px } .u-legend { text-align: left; color: #ccccdc }</style>
<h1>${title}</h1><div id="chart"></div><script>${uplot('uPlot.iife.min.js')}
const stepped = uPlot.paths.stepped({ align: 1 });
const axis = { stroke: '#ccccdc', grid: { stroke: '#2c3235' }, ticks: { stroke: '#2c3235' } };
const release = (u) => {
  const x = u.valToPos(${releaseMs / 1000}, 'x', true);
  u.ctx.strokeStyle = '#5794f2'; u.ctx.setLineDash([4, 4]); u.ctx.beginPath();
  u.ctx.moveTo(x, u.bbox.top); u.ctx.lineTo(x, u.bbox.top + u.bbox.height); u.ctx.stroke(); u.ctx.setLineDash([]);
  u.ctx.fillStyle = '#5794f2'; u.ctx.textAlign = 'right'; u.ctx.fillText('release', x - 8, u.bbox.top + 14);
};
new uPlot({
  width: 1000, height: 300, tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
  scales: { y: { range: (u, min, max) => [0, max * 1.1] } },
  legend: { live: false }, axes: [axis, axis], hooks: { draw: [release] },
  series: [{}, { label: 'errors', stroke: '#73bf69', fill: '#73bf6933', paths: stepped, points: { show: false } },
    { label: 'median × 2', stroke: '#c4162a', width: 2, paths: stepped, points: { show: false } }],
}, ${JSON.stringify(drawn)}, document.getElementById('chart'));</script>`;

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const tab = await browser.newPage({ viewport: { width: 1032, height: 390 }, deviceScaleFactor: 1.5 });
await tab.setContent(page);
const file = path.join(import.meta.dirname, 'release.png');
await tab.screenshot({ path: file });
await browser.close();
rmSync(folder, { recursive: true });
console.log(`wrote ${path.relative(process.cwd(), file)}`);
