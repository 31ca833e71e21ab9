// Writes a picture of the release dashboard: `npx tsx examples/dashboard-preview/draw.ts`. Needs Debian's chromium.
// Text, data and queries are the real ones: the dashboard's queries run on the engine; only what draws the lines is not Grafana.
import { mkdtempSync, rmSync } from 'node:fs';
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
import { dashboardPage, type Drawn, type Line } from './page.js';

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
const releasedAt = windows.after.from;
const releaseMs = Date.parse(releasedAt);
const counts = [...series.before.errors, ...series.after.errors];
const allLines = [...series.before.lines, ...series.after.lines];
const lines = counts.flatMap((count, nth): LogLines[] => [
  { atMs: fromMs + nth * 30_000 + 9000, service: 'payments', level: 'ERROR', count: count ?? 0 },
  { atMs: fromMs + nth * 30_000 + 15_000, service: 'payments', count: (allLines[nth] ?? 0) - (count ?? 0) },
]);

const dashboard = grafanaDashboard('release', layoutUnasked({ layout: 'otel-logs', columns: {} }), SUBJECT, {
  uid: 'preview',
  runbookUrl: null,
});
const [text, errors, linesOfAny] = (dashboard.panels ?? []) as unknown as readonly [
  { readonly options: { readonly content: string } },
  Panel,
  Panel,
];
interface Panel {
  readonly title: string;
  readonly targets: readonly [{ readonly rawSql: string }];
}

const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-preview-'));
const client = createClient({ connection: createChdbConnection({ path: folder }) as never });
for (const query of [createOtelLogs(), insertOtelLogs(lines)]) await client.command({ query });

/** Asks a panel's query as Grafana would, and draws what it answers. */
async function drawn(
  { title, targets }: Panel,
  height: number,
  shown: readonly Omit<Line, 'values'>[],
): Promise<Drawn> {
  const sql = expandMacros(targets[0].rawSql, {
    fromSeconds: fromMs / 1000,
    toSeconds: releaseMs / 1000 + 300,
    variables: { released_at: releasedAt },
  });
  const query = `SELECT toUnixTimestamp(time) AS seconds, * EXCEPT time FROM (${sql})`;
  const { data } = await (await client.query({ query, format: 'JSON' })).json<Record<string, number>>();
  const starts = data.map(({ seconds }) => Number(seconds));
  // The last bucket is drawn to its end.
  const extended = <T>(values: readonly T[]): readonly T[] => [...values, ...values.slice(-1)];
  const valuesOf = (name: string) => data.map((row) => (row[name] === null ? null : Number(row[name])));
  return {
    title,
    height,
    seconds: [...starts, (starts.at(-1) ?? 0) + SUBJECT.bucketSeconds],
    series: shown.map((line) => ({ ...line, values: extended(valuesOf(line.name)) })),
  };
}

const CHOSEN = { ClickHouse: 'production', 'Released at (UTC)': releasedAt };
const panels = [
  await drawn(errors, 230, [
    { name: 'errors', color: '#73bf69', fill: '#73bf6933' },
    { name: 'median × 2', color: '#c4162a', width: 2 },
  ]),
  await drawn(linesOfAny, 100, [{ name: 'lines of any level', color: '#8e8e98' }]),
];
await client.close();

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const tab = await browser.newPage({ viewport: { width: 1026, height: 400 }, deviceScaleFactor: 2 });
await tab.setContent(dashboardPage(CHOSEN, text.options.content, panels, releaseMs / 1000));
const file = path.join(import.meta.dirname, 'release.png');
await tab.screenshot({ path: file, fullPage: true });
await browser.close();
rmSync(folder, { recursive: true });
console.log(`wrote ${path.relative(process.cwd(), file)}`);
