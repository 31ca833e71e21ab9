// `npm run bench`: how long a cold start takes beside `node -e 0`, and how much memory a judgement needs. Prints, never
// asserts: the figures depend on the machine, their ratios within one run hardly do. Runs take turns, so that a busy
// moment of the machine hits all of them alike.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startClickHouse, type ClickHouseServer, type ReceivedQuery } from '../helpers/clickhouse-http.js';
import { createOtelLogs, fillOtelLogs } from '../helpers/otel-logs.js';
import { peakMemoryBytes, runNode, spreadOf } from './processes.js';

const ROUNDS = Number(process.argv[2] ?? 21);
const CLI = path.resolve(import.meta.dirname, '../../dist/bin/canary-verdict.js');
const TABLE = { rows: 2_000_000, services: 40, hours: 24 };
const MEMORY_GOAL_MB = 90;

const scratch = mkdtempSync(path.join(tmpdir(), 'canary-verdict-bench-'));
const series = path.join(scratch, 'series.json');
writeFileSync(series, JSON.stringify({ bucketSeconds: 30, before: Array(60).fill(10), after: Array(10).fill(30) }));

const toMs = Math.floor(Date.now() / 60_000) * 60_000;
const server = await startClickHouse();
try {
  await fill(server);
  await bench(server);
} finally {
  await server.close();
  rmSync(scratch, { recursive: true, force: true });
}

async function fill(clickhouse: ClickHouseServer): Promise<void> {
  await clickhouse.run(createOtelLogs());
  await clickhouse.run(fillOtelLogs({ ...TABLE, fromMs: toMs - TABLE.hours * 3_600_000, toMs }));
}

async function bench(clickhouse: ClickHouseServer): Promise<void> {
  const releasedAt = new Date(toMs - 10 * 60_000).toISOString();
  const overHttp = [CLI, 'judge', '--url', clickhouse.url, '--service', 'service-7', '--released-at', releasedAt];
  const cases = [
    { name: 'node -e 0', args: ['-e', '0'], goal: 1, codes: [0] },
    { name: '--version', args: [CLI, '--version'], goal: 1.25, codes: [0] },
    { name: 'judge --series', args: [CLI, 'judge', '--series', series], goal: 1.6, codes: [10] },
    { name: 'judge over HTTP', args: overHttp, goal: 2, codes: [0, 10, 20] },
  ];
  const times = new Map(cases.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { name, args, codes } of cases) {
      const { elapsedMs, code, stdout } = await runNode(args);
      if (code === null || !codes.includes(code)) throw new Error(`${name} ended with ${code}:\n${stdout}`);
      // The first round warms the file cache.
      if (round > 0) times.get(name)?.push(elapsedMs);
    }
  }
  const asked = clickhouse.received.length;
  await runNode(overHttp);
  const serverMs = await serverTimeMs(clickhouse, clickhouse.received.slice(asked));

  console.log(`${ROUNDS} interleaved runs each, Node ${process.version}; milliseconds from spawn to exit`);
  console.log(`${TABLE.rows} rows, ${TABLE.services} services, ${TABLE.hours} h in the table\n`);
  console.log('                   median    min    max   ratio   goal');
  const baseMs = spreadOf(times.get('node -e 0') ?? []).median;
  for (const { name, goal } of cases) {
    const { median, min, max } = spreadOf(times.get(name) ?? []);
    const waitedMs = name === 'judge over HTTP' ? serverMs : 0;
    const ratio = (median - waitedMs) / baseMs;
    const spread = [median, min, max].map((ms) => ms.toFixed(1).padStart(7)).join('');
    const met = ratio <= goal ? 'ok' : 'over';
    const note = waitedMs === 0 ? '' : `, without the ${waitedMs.toFixed(1)} ms that the server takes for its queries`;
    console.log(
      `${name.padEnd(18)}${spread} ${ratio.toFixed(2).padStart(7)} ${goal.toFixed(2).padStart(6)}  ${met}${note}`,
    );
  }

  const bytes: number[] = [];
  for (let round = 0; round < 5; round += 1) bytes.push(await peakMemoryBytes(overHttp, scratch));
  const { median, min, max } = spreadOf(bytes.map((value) => value / 1e6));
  const spread = [median, min, max].map((mb) => mb.toFixed(1).padStart(7)).join('');
  console.log(`\npeak memory over HTTP, MB`);
  console.log(
    `${''.padEnd(18)}${spread}         ${MEMORY_GOAL_MB.toFixed(0).padStart(6)}  ${max < MEMORY_GOAL_MB ? 'ok' : 'over'}`,
  );
}

/** What the server takes for these queries when somebody else asks them: the part of a run that no client can shorten. */
async function serverTimeMs({ url }: ClickHouseServer, queries: readonly ReceivedQuery[]): Promise<number> {
  const totals: number[] = [];
  for (let round = 0; round < 11; round += 1) {
    const startedMs = performance.now();
    for (const { sql, settings, parameters } of queries) {
      const query = new URLSearchParams(settings);
      for (const [name, value] of Object.entries(parameters)) query.set(`param_${name}`, value);
      const response = await fetch(`${url}/?${query.toString()}`, { method: 'POST', body: sql });
      await response.text();
    }
    totals.push(performance.now() - startedMs);
  }
  return spreadOf(totals).median;
}
