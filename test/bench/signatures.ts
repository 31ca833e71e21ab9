import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';
import { seededChance } from '../../src/demo/chance.js';
import { createOtelLogs } from '../../src/demo/otel-logs-table.js';
import { otelLogs } from '../../src/sources/clickhouse/layouts/otel-logs.js';
import { signaturesQuery } from '../../src/sources/clickhouse/signatures-query.js';
import { definitionsOf } from '../../src/sources/clickhouse/query.js';
import { createBinder, type Query } from '../../src/sources/clickhouse/sql.js';
import { agreement } from './signatures/agreement.js';
import { FORMS } from './signatures/forms.js';
import { labelled } from './signatures/corpus.js';

// Groups a million made-up ERROR lines: what it costs beside counting distinct messages, and how well templates are found again.
const LINES = 1_000_000;
const ROUNDS = 9;
const RELEASE_MS = Date.UTC(2026, 2, 1, 12);
const BEFORE_MS = 1_800_000;
const SPAN_MS = 2_100_000;

const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-bench-'));
const client = createClient({ connection: createChdbConnection({ path: folder }) as never });

async function elapsedMs({ sql, parameters, settings = {} }: Query): Promise<number> {
  const answer = await client.query({
    query: sql,
    query_params: { ...parameters },
    clickhouse_settings: settings,
    format: 'JSON',
  });
  const { statistics } = await answer.json();
  return (statistics?.elapsed ?? 0) * 1000;
}

const windows = {
  releaseMs: RELEASE_MS,
  bucketMs: 30_000,
  before: { fromMs: RELEASE_MS - BEFORE_MS, toMs: RELEASE_MS },
  after: { fromMs: RELEASE_MS, toMs: RELEASE_MS + SPAN_MS - BEFORE_MS },
};

async function fill(): Promise<void> {
  await client.command({ query: createOtelLogs() });
  const chance = seededChance(7);
  let made = 0;
  const rows = [];
  for (const { label, body } of labelled(LINES, chance)) {
    rows.push({
      Timestamp: ((windows.before.fromMs + (made * SPAN_MS) / LINES) / 1000).toFixed(6),
      SeverityText: 'ERROR',
      SeverityNumber: 17,
      ServiceName: 'pay',
      Body: body,
      EventName: label,
      ResourceAttributes: { 'host.name': `web-${made % 7}` },
    });
    made += 1;
    if (rows.length < 50_000) continue;
    await client.insert({ table: 'otel_logs', values: rows.splice(0), format: 'JSONEachRow' });
  }
}

try {
  await fill();
  const layout = otelLogs.assume({ table: { table: 'otel_logs' }, from: () => 'otel_logs', named: {} });
  const selection = { service: 'pay', level: 'ERROR', canary: [] } as const;
  const question = { windows, judgedFromMs: RELEASE_MS + 30_000, withBodies: true };
  const grouping = signaturesQuery(layout, selection, question);
  const span = { fromMs: windows.before.fromMs, toMs: windows.after.toMs };
  const binder = createBinder();
  const sameLines = `FROM otel_logs WHERE ${layout.ofService('pay', binder, span)} AND ${layout.during(span, binder)} AND ${layout.errors('ERROR', binder, span)}`;
  const distinct = {
    sql: `${definitionsOf(layout)}SELECT uniqExact(Body) ${sameLines}`,
    parameters: binder.parameters,
    ...(grouping.settings !== undefined && { settings: grouping.settings }),
  };
  const times = { distinct: [] as number[], grouping: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.distinct.push(await elapsedMs(distinct));
    times.grouping.push(await elapsedMs(grouping));
  }
  // The least of several rounds: whatever else the machine did in a round only adds to it.
  const [distinctMs, groupingMs] = [Math.min(...times.distinct), Math.min(...times.grouping)];
  console.log(`${LINES.toLocaleString('en')} ERROR lines, the best of ${ROUNDS} rounds`);
  console.log(`  counting their distinct messages  ${distinctMs.toFixed(0)} ms`);
  console.log(
    `  grouping them by signature        ${groupingMs.toFixed(0)} ms, ${(groupingMs / distinctMs).toFixed(2)} times that`,
  );
  console.log('20,000 lines of labelled templates, written as           templates   precision   recall');
  for (const [form, write] of Object.entries(FORMS)) {
    const { labels, templates, precision, recall } = agreement(20_000, seededChance(11), write);
    console.log(
      `  ${form.padEnd(48)}  ${`${templates} of ${labels}`.padStart(11)}   ${precision.toFixed(4)}      ${recall.toFixed(4)}`,
    );
  }
} finally {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
}
