import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startClickHouse, type ClickHouseServer } from '../helpers/clickhouse-http.js';
import { createOtelLogs, insertOtelLogs, type LogLines } from '../helpers/otel-logs.js';
import { runCli } from '../helpers/run-cli.js';

// The whole walk against the real engine behind HTTP, with durations in seconds instead of minutes.

let server: ClickHouseServer;
beforeAll(async () => {
  server = await startClickHouse();
});
afterAll(async () => server.close());
beforeEach(async () => {
  await server.run('DROP TABLE IF EXISTS otel_logs');
  await server.run(createOtelLogs());
});

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const nowSecondMs = () => Math.floor(Date.now() / SECOND_MS) * SECOND_MS;

/** A release long enough ago that nothing is late: the usual 30 minutes before and five after it. */
const pastReleaseMs = nowSecondMs() - 20 * MINUTE_MS;

/** Lines every 10 s from `fromMs` on: enough INFO to prove that the service is heard, and as many errors as asked. */
function steady(
  fromMs: number,
  toMs: number,
  {
    service = 'payments',
    host = 'web-01',
    info = 3,
    errors = 0,
  }: { service?: string; host?: string; info?: number; errors?: number },
  stepMs = 10 * SECOND_MS,
): LogLines[] {
  const lines: LogLines[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += stepMs) {
    if (info > 0) lines.push({ atMs, service, host, count: info });
    if (errors > 0) lines.push({ atMs: atMs + 1, service, host, level: 'ERROR', count: errors });
  }
  return lines;
}

const fill = async (...lines: readonly LogLines[][]) => server.run(insertOtelLogs(lines.flat()));

async function judge(args: readonly string[]) {
  const run = await runCli(['judge', '--url', server.url, '--service', 'payments', '--format', 'json', ...args]);
  return { ...run, report: run.stdout === '' ? null : (JSON.parse(run.stdout) as AnyReport) };
}

interface AnyReport {
  readonly verdict: string;
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
  readonly findings: readonly { readonly code: string; readonly because: string }[];
  readonly windows: Record<'before' | 'after', { readonly from: string; readonly to: string }>;
  readonly series: Record<
    'before' | 'after',
    { readonly errors: readonly (number | null)[]; readonly lines: readonly (number | null)[] }
  >;
  readonly query: { readonly rowsRead: number };
  readonly durationMs: number;
}

const codes = (run: { report: AnyReport | null }) => run.report?.reasons.map(({ code }) => code);
const found = (run: { report: AnyReport | null }) => run.report?.findings.map(({ code }) => code);
const at = (ms: number) => ['--released-at', new Date(ms).toISOString()];

describe('a release that lies in the past', () => {
  const fromMs = pastReleaseMs - 30 * MINUTE_MS;
  const toMs = pastReleaseMs + 7 * MINUTE_MS;

  test('a bad one is rolled back, on whole buckets around the release, with one question about the logs', async () => {
    await fill(
      steady(fromMs, pastReleaseMs, { errors: 1 }),
      steady(pastReleaseMs, toMs, { errors: 4 }),
      steady(fromMs, toMs, { service: 'other', errors: 9 }),
    );
    const asked = server.received.length;
    const run = await judge(at(pastReleaseMs));
    expect(run).toMatchObject({ code: 10, stderr: '' });
    expect(run.report?.verdict).toBe('rollback');
    expect(run.report?.series.before.errors).toEqual(Array(60).fill(3));
    expect(run.report?.series.after.errors).toEqual(Array(10).fill(12));
    expect(run.report?.series.after.lines).toEqual(Array(10).fill(21));
    const about = server.received.slice(asked).filter(({ sql }) => sql.includes('bucket_index'));
    expect(about).toHaveLength(1);
  });

  test('a good one passes', async () => {
    await fill(steady(fromMs, toMs, { errors: 1 }));
    const run = await judge(at(pastReleaseMs));
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  test('empty buckets are zeros between lines of any level, and unknown where nobody was heard', async () => {
    await fill(
      steady(fromMs, pastReleaseMs - 10 * MINUTE_MS, { info: 5 }),
      steady(pastReleaseMs - 5 * MINUTE_MS, pastReleaseMs + 3 * MINUTE_MS, { info: 5 }),
      steady(pastReleaseMs + 4 * MINUTE_MS, toMs, { info: 5 }),
    );
    const run = await judge(at(pastReleaseMs));
    expect(run.report?.series.before.errors).toEqual([
      ...Array(40).fill(0),
      ...Array(10).fill(null),
      ...Array(10).fill(0),
    ]);
    expect(run.report?.series.after.errors).toEqual([...Array(6).fill(0), null, null, 0, 0]);
    expect([run.code, codes(run)]).toEqual([20, ['after-not-covered']]);
  });

  test('the canary is looked at alone, in both windows', async () => {
    await fill(
      steady(fromMs, toMs, { host: 'web-02', errors: 5 }),
      steady(fromMs, pastReleaseMs, { host: 'web-01' }),
      steady(pastReleaseMs, toMs, { host: 'web-01', errors: 2 }),
    );
    expect((await judge(at(pastReleaseMs))).code).toBe(0);
    expect((await judge([...at(pastReleaseMs), '--canary', 'host=web-01'])).code).toBe(10);
    expect((await judge([...at(pastReleaseMs), '--canary', 'host=web-02'])).code).toBe(0);
  });

  test('a level below ERROR is counted when asked', async () => {
    const warnings = steady(pastReleaseMs, toMs, {}).map((line) => ({ ...line, level: 'WARN', severityNumber: 13 }));
    await fill(steady(fromMs, toMs, {}), warnings);
    expect((await judge(at(pastReleaseMs))).code).toBe(0);
    expect((await judge([...at(pastReleaseMs), '--level', 'warn'])).code).toBe(10);
  });

  test('an interval before may lie apart from the release', async () => {
    await fill(
      steady(fromMs, fromMs + 10 * MINUTE_MS, { errors: 1 }),
      steady(fromMs + 10 * MINUTE_MS, pastReleaseMs, { errors: 9 }),
      steady(pastReleaseMs, toMs, { errors: 9 }),
    );
    const apart = `${new Date(fromMs).toISOString()}/${new Date(fromMs + 10 * MINUTE_MS).toISOString()}`;
    const run = await judge([...at(pastReleaseMs), '--before', apart]);
    expect(run.report?.series.before.errors).toEqual(Array(20).fill(3));
    expect(run.code).toBe(10);
  });

  describe('four kinds of silence have four messages', () => {
    test('a service that was never seen, with the name that was meant', async () => {
      await fill(steady(fromMs, toMs, { service: 'payment' }), steady(fromMs, toMs, { service: 'cart' }));
      const run = await judge(at(pastReleaseMs));
      expect([run.code, codes(run)?.[0]]).toEqual([20, 'service-never-seen']);
      expect(run.report?.reasons[0]?.message).toMatch(/payments has not one line .* heard were payment, cart/);
    });

    test('a canary that matches nothing', async () => {
      await fill(steady(fromMs, toMs, {}));
      const run = await judge([...at(pastReleaseMs), '--canary', 'host=web-99']);
      expect([run.code, codes(run)?.[0]]).toEqual([20, 'canary-matches-nothing']);
      expect(run.report?.reasons[0]?.message).toMatch(/host=web-99 matches none of the \d+ lines of payments/);
    });

    test('a canary without a single line after the release', async () => {
      await fill(steady(fromMs, toMs, { host: 'web-02' }), steady(fromMs, pastReleaseMs, { host: 'web-01' }));
      const run = await judge([...at(pastReleaseMs), '--canary', 'host=web-01']);
      expect([run.code, codes(run)?.[0]]).toEqual([20, 'canary-silent']);
    });

    test('a pipeline that is down for everyone', async () => {
      await fill(steady(fromMs, pastReleaseMs, {}), steady(fromMs, pastReleaseMs, { service: 'cart' }));
      const run = await judge(at(pastReleaseMs));
      expect([run.code, codes(run)?.[0]]).toEqual([20, 'pipeline-down']);
      expect(run.report?.reasons[0]?.message).toMatch(/down for everyone/);
    });
  });

  test('a canary that stops half way is not a pass', async () => {
    await fill(steady(fromMs, pastReleaseMs + 3 * MINUTE_MS, {}), steady(fromMs, toMs, { service: 'cart' }));
    const run = await judge(at(pastReleaseMs));
    expect([run.code, codes(run)]).toEqual([20, ['stopped-logging', 'after-not-covered']]);
  });

  test('windows that are no whole buckets are cut, and that is told', async () => {
    await fill(steady(fromMs, toMs, { errors: 1 }));
    const run = await judge([...at(pastReleaseMs), '--wait', '4m50s', '--before', '20m10s']);
    expect(run.report?.windows.after.to).toBe(
      new Date(pastReleaseMs + 4.5 * MINUTE_MS).toISOString().replace('.000Z', 'Z'),
    );
    expect(found(run)?.filter((code) => code === 'window-cut')).toHaveLength(2);
  });
});

describe('a release that happens now', () => {
  const short = ['--bucket', '1s', '--warm-up', '1s', '--before', '20s', '--wait', '6s'];

  /** Writes lines as they happen until told to stop, each `lagMs` late. */
  function logLive({ lagMs = 0, errorsFromMs = Number.POSITIVE_INFINITY } = {}): () => Promise<void> {
    let isOver = false;
    const writing = (async () => {
      for (let atMs = Date.now() - lagMs; !isOver; atMs += 250) {
        const dueMs = atMs + lagMs - Date.now();
        if (dueMs > 0) await new Promise((resolve) => setTimeout(resolve, dueMs));
        const errors: LogLines[] =
          atMs >= errorsFromMs ? [{ atMs, service: 'payments', level: 'ERROR', count: 2 }] : [];
        await fill([{ atMs, service: 'payments', count: 3 }, ...errors]);
      }
    })();
    return async () => {
      isOver = true;
      await writing;
    };
  }

  const history = async (untilMs: number) => fill(steady(untilMs - MINUTE_MS, untilMs, {}, 250));

  test('is waited for, shown on stderr, and rolled back', async () => {
    const startMs = Date.now();
    await history(startMs);
    const stop = logLive({ errorsFromMs: startMs + 1000 });
    const run = await judge([...short, '--released-at', 'now', '--max-lag', '5s']);
    await stop();
    expect(run.code).toBe(10);
    expect(run.stderr).toMatch(/^payments released at \S+; waiting until \S+\nwaiting \d+s\b/);
    expect(run.report?.durationMs).toBeGreaterThan(5000);
  });

  test('late data are waited for', async () => {
    await history(Date.now() - 2000);
    const stop = logLive({ lagMs: 2000 });
    const run = await judge([...short, '--max-lag', '20s', '--quiet']);
    await stop();
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.report?.series.after.errors).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('data later than --max-lag are cut off, and that is told', async () => {
    await history(Date.now() - 2500);
    const stop = logLive({ lagMs: 2500 });
    const run = await judge([...short, '--wait', '10s', '--max-lag', '1s']);
    await stop();
    expect(run.code).toBe(0);
    expect(found(run)).toContain('late-data');
    expect(run.report?.series.after.errors.length).toBeLessThan(10);
    expect(run.report?.series.after.errors).not.toContain(null);
  });

  test('a typo costs no wait', async () => {
    await history(Date.now());
    const run = await judge(['--service', 'paymnets', '--released-at', 'now']);
    expect([run.code, codes(run)?.[0]]).toEqual([20, 'service-never-seen']);
    expect(run.elapsedMs).toBeLessThan(30_000);
  });
});

test('a dry run asks no server and shows what would be asked', async () => {
  const asked = server.received.length;
  const run = await runCli([
    'judge',
    '--url',
    'http://127.0.0.1:9',
    '--service',
    "pay'ments",
    ...at(pastReleaseMs),
    '--dry-run',
  ]);
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/SELECT[\s\S]*\{\w+:\w+\}/);
  expect(run.stdout).toContain(`"pay'ments"`);
  expect(server.received).toHaveLength(asked);
});
