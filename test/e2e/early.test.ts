import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startClickHouse, type ClickHouseServer } from '../helpers/clickhouse-http.js';
import { createOtelLogs, insertOtelLogs, type LogLines } from '../helpers/otel-logs.js';
import { runCli } from '../helpers/run-cli.js';
import { startTcpProxy } from '../helpers/tcp-proxy.js';

// Releases that happen now, at a compressed time scale: a second stands for ten.

let server: ClickHouseServer;
beforeAll(async () => {
  server = await startClickHouse();
});
afterAll(async () => server.close());
beforeEach(async () => {
  await server.run('DROP TABLE IF EXISTS otel_logs');
  await server.run(createOtelLogs());
});

const WAIT_MS = 60_000;
const WINDOWS = [
  '--wait',
  '60s',
  '--before',
  '180s',
  '--bucket',
  '3s',
  '--warm-up',
  '3s',
  '--look-every',
  '1s',
  '--max-lag',
  '3s',
];
const STEP_MS = 250;

interface Instance {
  readonly host: string;
  readonly version?: string;
  /** Errors a step, by time since the release; INFO lines are always there. */
  readonly errors: (sinceReleaseMs: number) => number;
  /** When it began to run, in milliseconds after the release. */
  readonly sinceMs?: number;
  /** How long its lines are on their way. */
  readonly lateMs?: number;
  /** How far its clock is ahead. */
  readonly aheadMs?: number;
}

/** The lines that arrive at a moment. */
function linesAt(nowMs: number, releaseMs: number, instances: readonly Instance[]): LogLines[] {
  return instances.flatMap(({ host, version = '1', errors, sinceMs = -Infinity, lateMs = 0, aheadMs = 0 }) => {
    const happenedMs = nowMs - lateMs;
    if (happenedMs - releaseMs < sinceMs) return [];
    const common = { atMs: happenedMs + aheadMs, service: 'payments', host, version };
    const count = errors(happenedMs - releaseMs);
    return [{ ...common, count: 4 }, ...(count === 0 ? [] : [{ ...common, level: 'ERROR', count }])];
  });
}

/** Three minutes of past, a release now, and lines as they happen until the run is over. */
async function release(instances: readonly Instance[], args: readonly string[], url = server.url) {
  const releaseMs = Math.floor(Date.now() / 1000) * 1000;
  const past: LogLines[] = [];
  for (let atMs = releaseMs - 185_000; atMs < releaseMs; atMs += STEP_MS)
    past.push(...linesAt(atMs, releaseMs, instances));
  for (let from = 0; from < past.length; from += 500) await server.run(insertOtelLogs(past.slice(from, from + 500)));
  let isOver = false;
  const writing = (async () => {
    for (let atMs = releaseMs; !isOver; atMs += STEP_MS) {
      await sleep(Math.max(0, atMs - Date.now()));
      await server.run(insertOtelLogs(linesAt(atMs, releaseMs, instances)));
    }
  })();
  const released = new Date(releaseMs).toISOString();
  const run = await runCli([
    'judge',
    '--url',
    url,
    '--service',
    'payments',
    '--released-at',
    released,
    '--format',
    'json',
    ...WINDOWS,
    ...args,
  ]);
  isOver = true;
  await writing;
  const report = JSON.parse(run.stdout) as AnyReport;
  return { ...run, report, codes: report.reasons.map(({ code }) => code) };
}

interface AnyReport {
  readonly verdict: string;
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
  readonly findings: readonly { readonly code: string; readonly because: string }[];
  readonly source: { readonly canary: readonly string[]; readonly stable: readonly string[] };
  readonly analysis: { readonly guard: { readonly firedAtSeconds: number | null } | null };
  readonly durationMs: number;
  readonly release: { readonly at: string };
  readonly windows: { readonly after: { readonly to: string } };
}

const usual = (sinceMs: number) => (Math.round(sinceMs / STEP_MS) % 6 === 0 ? 1 : 0);
const tenfold = (sinceMs: number) => (sinceMs < 0 ? usual(sinceMs) : 2);

test('a release that fails ten times as often is rolled back long before the window is over', async () => {
  const run = await release([{ host: 'web-01', errors: tenfold }], []);
  expect(run.code).toBe(10);
  expect(run.codes).toContain('early-rollback');
  expect(run.report.durationMs).toBeLessThan(WAIT_MS / 2);
  expect(run.report.analysis.guard?.firedAtSeconds).toBeLessThan(15);
});

test('its report is judged to the same verdict again', async () => {
  const run = await release([{ host: 'web-01', errors: tenfold }], []);
  const again = await runCli(['judge', '--series', '-', '--format', 'json'], { input: run.stdout });
  expect(again.code).toBe(10);
  const { reasons } = JSON.parse(again.stdout) as AnyReport;
  expect(reasons.map(({ code }) => code)).toEqual(run.codes);
});

test('--no-early waits for the end', async () => {
  const run = await release([{ host: 'web-01', errors: tenfold }], ['--no-early', '--wait', '12s']);
  expect([run.code, run.codes]).toEqual([10, ['errors-over-limit']]);
  const { release: released, windows } = run.report;
  expect(Date.parse(windows.after.to) - Date.parse(released.at)).toBe(12_000);
});

test('what happens to everyone is not the release', async () => {
  const instances = ['web-01', 'web-02', 'web-03', 'web-04'].map((host) => ({ host, errors: tenfold }));
  const run = await release(instances, [
    '--canary',
    'host=web-01',
    '--stable',
    'host=web-02',
    '--stable',
    'host=web-03',
    '--stable',
    'host=web-04',
    '--wait',
    '15s',
  ]);
  expect(run.report.verdict).not.toBe('rollback');
  expect(run.report.findings.map(({ code }) => code)).toContain('fleet-wide-rise');
});

test('the version that comes with the release is found and compared with the one before', async () => {
  const instances = [
    { host: 'web-01', version: '1.4.1', errors: usual },
    { host: 'web-02', version: '1.4.1', errors: usual },
    { host: 'web-03', version: '1.4.2', sinceMs: 500, errors: () => 2 },
  ];
  const run = await release(instances, ['--canary', 'auto']);
  expect(run.code).toBe(10);
  expect(run.codes).toContain('early-rollback');
  expect(run.report.source).toMatchObject({ canary: ['version=1.4.2'], stable: ['version=1.4.1'] });
  expect(run.stderr).toContain('1.4.2');
});

test('too few errors wait once more', async () => {
  const quiet = [{ host: 'web-01', errors: (sinceMs: number) => (sinceMs === 4000 ? 1 : 0) }];
  const run = await release(quiet, ['--wait', '9s', '--extend', '6s']);
  expect(run.stderr).toMatch(/too few errors to tell; waiting once more/);
  const { release: released, windows } = run.report;
  expect(Date.parse(windows.after.to) - Date.parse(released.at)).toBe(15_000);
});

test('looks read only what is new, and once more what may have come late', async () => {
  const asked = server.received.length;
  const run = await release([{ host: 'web-01', errors: usual }], ['--wait', '20s']);
  expect(run.report.verdict).toBe('pass');
  const spans = server.received
    .slice(asked)
    .filter(({ sql }) => sql.includes('bucket_index'))
    .map(({ parameters }) => Number(parameters['to']) - Number(parameters['from']));
  const looks = spans.filter((ms) => ms < 60_000);
  expect(looks.length).toBeGreaterThan(6);
  // A look reaches back for the --max-lag of three seconds, plus the second since the look before.
  expect(Math.max(...looks)).toBeLessThanOrEqual(6000);
});

test('a look that fails is told and tried again, and never decides', async () => {
  const proxy = await startTcpProxy({ port: server.port });
  const asked = server.received.length;
  // The first reading looks before the wait, where a failure ends the run; the second is a look.
  const hasLooked = () => server.received.slice(asked).filter(({ sql }) => sql.includes('bucket_index')).length > 1;
  const failing = (async () => {
    while (!hasLooked()) await sleep(50);
    proxy.fail({ kind: 'refuse' }, 1000);
    await sleep(5000);
    proxy.fail(null);
  })();
  const run = await release([{ host: 'web-01', errors: usual }], ['--wait', '20s'], proxy.url);
  await failing;
  await proxy.close();
  expect([run.code, run.report.verdict]).toEqual([0, 'pass']);
});

test('errors that come late to a look still count', async () => {
  const releaseMs = Math.floor(Date.now() / 1000) * 1000;
  const late = (async () => {
    await sleep(9000);
    const lines = Array.from({ length: 20 }, (_, index) => ({
      atMs: releaseMs + 4000 + index * 200,
      service: 'payments',
      host: 'web-01',
      level: 'ERROR',
      count: 3,
    }));
    await server.run(insertOtelLogs(lines));
  })();
  const run = await release([{ host: 'web-01', errors: usual }], ['--max-lag', '8s']);
  await late;
  expect(run.code).toBe(10);
  expect(run.codes).toContain('early-rollback');
  expect(run.report.durationMs).toBeLessThan(WAIT_MS / 2);
});

test('a share that the lines contradict is told', async () => {
  const instances = ['web-01', 'web-02'].map((host) => ({ host, errors: usual }));
  const sides = ['--canary', 'host=web-01', '--stable', 'host=web-02', '--canary-share', '5%±1%'];
  const run = await release(instances, [...sides, '--wait', '9s']);
  expect(run.report.findings.map(({ code }) => code)).toContain('share-disagrees');
});

test('what happens to everyone is not the release either when the others are heard of later', async () => {
  const late = ['web-02', 'web-03'].map((host) => ({ host, errors: tenfold, lateMs: 5000 }));
  const sides = ['--canary', 'host=web-01', '--stable', 'host=web-02', '--stable', 'host=web-03'];
  const timing = ['--wait', '15s', '--max-lag', '8s'];
  const run = await release([{ host: 'web-01', errors: tenfold }, ...late], [...sides, ...timing]);
  expect(run.report.verdict).not.toBe('rollback');
});

test('a canary that only talks more is not busier', async () => {
  const instances = [
    { host: 'web-01', errors: tenfold },
    { host: 'web-02', errors: usual },
  ];
  const chatter = (async () => {
    for (let turn = 0; turn < 50; turn += 1) {
      await sleep(200);
      await server.run(insertOtelLogs([{ atMs: Date.now(), service: 'payments', host: 'web-01', count: 200 }]));
    }
  })();
  const run = await release(instances, ['--canary', 'host=web-01', '--stable', 'host=web-02', '--wait', '9s']);
  await chatter;
  expect(run.report.verdict).not.toBe('pass');
});

test('clocks that are ahead are told, and old lines are no pass', async () => {
  const run = await release([{ host: 'web-01', errors: usual, aheadMs: 20_000 }], ['--wait', '9s']);
  expect(run.code).toBe(20);
  expect(run.codes).toContain('future-lines');
  expect(run.stderr).toMatch(/stamped up to \S+ in the future/);
});
