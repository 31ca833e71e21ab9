import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Selection, ServerSettings, SourceSettings } from '../../../src/sources/settings.js';
import { startClickHouse, type ClickHouseServer } from '../../helpers/clickhouse-http.js';
import { NEVER, windowsAround, withSource } from '../../helpers/log-source.js';
import { createOtelLogs, fillOtelLogs, insertOtelLogs } from '../../helpers/otel-logs.js';

// The same promises on both ways to the engine: over HTTP, and embedded in this process.
const RELEASE_MS = Date.parse('2026-03-01T12:02:30Z');
const WINDOWS = windowsAround(RELEASE_MS);
const s = (seconds: number) => RELEASE_MS + seconds * 1000;

const ODD = `o'dd\\n"x"\t{a:String}\`é`;

const TABLES = [
  createOtelLogs(),
  insertOtelLogs([
    { atMs: s(-61), service: 'pay', count: 100 },
    { atMs: s(-60), service: 'pay', count: 2 },
    { atMs: s(-60), service: 'pay', level: 'ERROR', host: 'web-01', version: '1.3.0' },
    { atMs: s(-0.001), service: 'pay', level: 'FATAL', host: 'web-02', version: '1.3.0' },
    { atMs: s(0), service: 'pay', level: 'ERROR', host: 'web-02', version: '1.4.0', count: 4 },
    { atMs: s(0), service: 'pay', level: 'Error', severityNumber: 0, host: 'web-02', version: '1.4.0' },
    { atMs: s(9.999), service: 'pay', level: 'severe', severityNumber: 0, host: 'web-02', version: '1.4.0' },
    { atMs: s(10), service: 'pay', level: 'error', severityNumber: 9, host: 'web-01' },
    { atMs: s(11), service: 'pay', resource: { 'k8s.pod.name': 'pay-1', 'service.instance.id': 'i-1' } },
    { atMs: s(12), service: 'pay', resource: { 'deployment.environment': 'production' }, attributes: { shard: 'a' } },
    { atMs: s(13), service: 'pay', resource: { shard: 'b' }, attributes: { shard: 'a' } },
    { atMs: s(31.5), service: 'pay' },
    { atMs: s(5), service: 'cart', level: 'ERROR', count: 50 },
    { atMs: s(33), service: 'cart' },
    { atMs: s(1003), service: ODD, host: ODD, resource: { [ODD]: ODD } },
  ]),
  `CREATE TABLE any_logs (\`@timestamp\` DateTime, lvl Enum8('debug' = 1, 'info' = 2, 'Err' = 3), app LowCardinality(Nullable(String)), HostName String, ver UInt16) ENGINE = MergeTree ORDER BY tuple()`,
  `INSERT INTO any_logs SELECT fromUnixTimestamp64Milli(toInt64(ms)), l, a, h, v FROM values('ms Int64, l String, a String, h String, v UInt16', (${s(-10)}, 'info', 'pay', 'h1', 3), (${s(1)}, 'Err', 'pay', 'h1', 4), (${s(2)}, 'Err', 'pay', 'h2', 4))`,
];

let server: ClickHouseServer;
let folder: string;
let embedded: ClickHouseClient;

beforeAll(async () => {
  server = await startClickHouse();
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-test-'));
  // Held open for the whole file: the engine binds one data directory a process.
  embedded = createClient({ connection: createChdbConnection({ path: folder }) as never });
  for (const sql of TABLES) {
    await server.run(sql);
    await embedded.command({ query: sql });
  }
});

afterAll(async () => {
  await server.close();
  await embedded.close();
  rmSync(folder, { recursive: true, force: true });
});

const http = (more: Partial<ServerSettings> = {}): ServerSettings => ({
  kind: 'clickhouse',
  url: server.url,
  columns: {},
  ...more,
});

const ways: readonly { way: string; at: (more?: Partial<ServerSettings>) => SourceSettings }[] = [
  { way: 'over HTTP', at: http },
  {
    way: 'embedded',
    at: (more = {}) => ({
      kind: 'chdb',
      path: folder,
      columns: {},
      ...(more.table !== undefined && { table: more.table }),
      ...(more.database !== undefined && { database: more.database }),
      ...(more.columns && { columns: more.columns }),
    }),
  },
];

async function read(settings: SourceSettings, selection: Partial<Selection> = {}, windows = WINDOWS, untilMs = s(40)) {
  return await withSource(settings, selection, async (source) => {
    await source.connect(NEVER);
    return await source.read(windows, untilMs, NEVER);
  });
}

describe.for(ways)('$way', ({ at }) => {
  test('counts errors, lines and newest instants a bucket, from the before window to beyond the after window', async () => {
    const { buckets, newestMs, newestOfServiceMs, query } = await read(at());
    expect(buckets).toEqual([
      { startMs: s(-60), errors: 1, lines: 3, recognised: 3, serviceLines: 3 },
      { startMs: s(-10), errors: 1, lines: 1, recognised: 1, serviceLines: 1 },
      { startMs: s(0), errors: 6, lines: 6, recognised: 6, serviceLines: 6 },
      { startMs: s(10), errors: 0, lines: 4, recognised: 4, serviceLines: 4 },
      { startMs: s(30), errors: 0, lines: 1, recognised: 1, serviceLines: 1 },
    ]);
    expect({ newestMs, newestOfServiceMs }).toEqual({ newestMs: s(31.5), newestOfServiceMs: s(31.5) });
    expect(query.rowsRead).toBeGreaterThan(0);
    expect(query.sql).not.toContain('pay');
  });

  test('leaves a gap between disjoint windows unread', async () => {
    const windows = { ...WINDOWS, before: { fromMs: s(-60), toMs: s(-50) } };
    const { buckets } = await read(at(), {}, windows, WINDOWS.after.toMs);
    expect(buckets.map(({ startMs }) => startMs)).toEqual([s(-60), s(0), s(10)]);
  });

  test.for([
    { canary: ['host=web-02'], lines: [0, 1, 6, 0, 0], errors: [0, 1, 6, 0, 0], why: 'a host' },
    { canary: ['host=web-01', 'host=web-02'], lines: [1, 1, 6, 1, 0], errors: [1, 1, 6, 0, 0], why: 'either host' },
    {
      canary: ['host=web-02', 'version=1.4.0'],
      lines: [0, 0, 6, 0, 0],
      errors: [0, 0, 6, 0, 0],
      why: 'a host on a version',
    },
    { canary: ['pod=pay-1'], lines: [0, 0, 0, 1, 0], errors: [0, 0, 0, 0, 0], why: 'a pod' },
    { canary: ['instance=i-1'], lines: [0, 0, 0, 1, 0], errors: [0, 0, 0, 0, 0], why: 'an instance' },
    {
      canary: ['env=production'],
      lines: [0, 0, 0, 1, 0],
      errors: [0, 0, 0, 0, 0],
      why: 'the old name of the environment',
    },
    {
      canary: ['attr:shard=a'],
      lines: [0, 0, 0, 1, 0],
      errors: [0, 0, 0, 0, 0],
      why: 'an attribute; the resource comes before the line',
    },
    { canary: ['attr:shard=b'], lines: [0, 0, 0, 1, 0], errors: [0, 0, 0, 0, 0], why: 'an attribute of the resource' },
    {
      canary: ['host='],
      lines: [0, 0, 0, 0, 0],
      errors: [0, 0, 0, 0, 0],
      why: 'a missing key, which reads as empty, is no match',
    },
    { canary: ['attr:nothing='], lines: [0, 0, 0, 0, 0], errors: [0, 0, 0, 0, 0], why: 'nor is a missing attribute' },
  ])('counts the canary’s lines beside the service’s: $why', async ({ canary, lines, errors }) => {
    const selectors = canary.map((pair) => ({ key: pair.split('=')[0]!, value: pair.split('=')[1]! }));
    const { buckets, newestMs } = await read(at(), { canary: selectors });
    expect(buckets.map((bucket) => bucket.lines)).toEqual(lines);
    expect(buckets.map((bucket) => bucket.errors)).toEqual(errors);
    expect(buckets.map(({ serviceLines }) => serviceLines)).toEqual([3, 1, 6, 4, 1]);
    expect(newestMs === null).toBe(lines.every((count) => count === 0));
  });

  test('takes no canary for a stable instance, whatever pattern names both', async () => {
    const selection = { canary: [{ key: 'host', value: 'web-02' }], stable: [{ key: 'host', value: 'web-*' }] };
    const { buckets } = await read(at(), selection);
    expect(buckets.map(({ errors, lines }) => [errors, lines])).toEqual([
      [0, 0],
      [1, 1],
      [6, 6],
      [0, 0],
      [0, 0],
    ]);
    expect(buckets.map(({ stable }) => [stable?.errors, stable?.lines])).toEqual([
      [1, 1],
      [0, 0],
      [0, 0],
      [0, 1],
      [0, 0],
    ]);
  });

  test('counts WARN or worse, and FATAL alone', async () => {
    const total = async (level: Selection['level']) =>
      (await read(at(), { level })).buckets.reduce((sum, { errors }) => sum + errors, 0);
    expect([await total('INFO'), await total('FATAL')]).toEqual([15, 1]);
  });

  test('answers nulls and no buckets for a service that was never seen', async () => {
    expect(await read(at(), { service: 'nobody' })).toMatchObject({
      buckets: [],
      newestMs: null,
      newestOfServiceMs: null,
    });
  });

  test('tells who else logs, most lines first', async () => {
    await withSource(at(), {}, async (source) => {
      expect(await source.surroundings({ fromMs: s(0), toMs: s(40) }, NEVER)).toEqual({
        newestMs: s(33),
        services: ['cart', 'pay'],
      });
      expect(await source.surroundings({ fromMs: s(100), toMs: s(140) }, NEVER)).toEqual({
        newestMs: null,
        services: [],
      });
    });
  });

  test('recognises columns by name in any table, and takes names', async () => {
    const table = 'any_logs';
    expect((await read(at({ table }))).buckets).toEqual([
      { startMs: s(-10), errors: 0, lines: 1, recognised: 1, serviceLines: 1 },
      { startMs: s(0), errors: 2, lines: 2, recognised: 2, serviceLines: 2 },
    ]);
    const named = at({ table, columns: { version: 'ver', host: 'HostName' } });
    const canary = [
      { key: 'version', value: '4' },
      { key: 'pod', value: 'h2' },
    ];
    expect((await read(named, { canary })).buckets[1]).toEqual({
      startMs: s(0),
      errors: 1,
      lines: 1,
      recognised: 1,
      serviceLines: 2,
    });
    await expect(read(at({ table }), { canary: [{ key: 'zone', value: 'x' }] })).rejects.toMatchObject({
      name: 'UserError',
      message: '--canary knows no key "zone" here',
      hint: 'Use one of host, pod, instance, @timestamp, lvl, app, HostName, ver, or name the column with --columns.',
    });
  });

  test('says which columns are missing, which there are, and how to name them', async () => {
    await expect(read(at({ table: 'any_logs', columns: { level: 'nope' } }))).rejects.toMatchObject({
      code: 'unknown-column',
      hint: 'Name one of: @timestamp, lvl, app, HostName, ver.',
    });
    await expect(read(at({ table: 'system.one' }))).rejects.toMatchObject({
      code: 'unknown-columns',
      message: 'no column was recognised as time, level, service among: dummy',
      hint: 'Name them: --columns time=COLUMN,level=COLUMN,service=COLUMN',
    });
  });

  test('names the tables that were likely meant', async () => {
    await expect(read(at({ table: 'otel_log' }))).rejects.toMatchObject({
      name: 'SourceError',
      code: 'unknown-table',
      hint: expect.stringContaining('otel_logs, any_logs') as string,
    });
  });

  test('refuses a key that the collector’s table does not know', async () => {
    await expect(read(at(), { canary: [{ key: 'zone', value: 'x' }] })).rejects.toMatchObject({
      name: 'UserError',
      hint: 'Use one of host, pod, instance, version, env, or attr:NAME for any resource or log attribute.',
    });
  });

  test('whatever a person types stays a value', { timeout: 60_000 }, async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => !text.includes('\0')),
      fc.stringMatching(/^['"`\\{}:;()\t\n\r -]{0,12}$/),
      fc.constantFrom(`' OR 1 = 1 --`, `\\' OR 1=1 --`, '{service:String}', '`; DROP TABLE otel_logs; --', '\\N', '\\'),
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (service, value, attribute) => {
        const canary = [
          { key: 'host', value },
          { key: `attr:${attribute}`, value },
        ];
        expect((await read(at(), { service, canary })).buckets).toEqual([]);
      }),
      { numRuns: 40 },
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (name) => {
        for (const place of [{ table: `x${name}` }, { database: `x${name}` }]) {
          await expect(read(at(place))).rejects.toMatchObject({ name: 'SourceError' });
        }
      }),
      { numRuns: 30 },
    );
    expect((await read(at())).buckets).toHaveLength(5);
  });

  test('finds a service, a host and an attribute whatever their names are', async () => {
    const canary = [
      { key: 'host', value: ODD },
      { key: `attr:${ODD}`, value: ODD },
    ];
    expect((await read(at(), { service: ODD, canary }, windowsAround(s(1000)), s(1010))).buckets).toEqual([
      { startMs: s(1000), errors: 0, lines: 1, recognised: 1, serviceLines: 1 },
    ]);
  });
});

test('shows a time from the future as it is: the caller knows the server’s clock', async () => {
  await server.run(insertOtelLogs([{ atMs: Date.parse('2100-01-01T00:00:00Z'), service: 'skewed' }]));
  const windows = windowsAround(Date.parse('2099-12-31T23:59:50Z'));
  expect(await read(http(), { service: 'skewed' }, windows)).toMatchObject({
    newestMs: Date.parse('2100-01-01T00:00:00Z'),
  });
});

test('reads the server’s clock halfway between question and answer', async () => {
  const clock = await withSource(http(), {}, (source) => source.connect(NEVER));
  expect(Math.abs(clock.serverNowMs - clock.measuredAtMs)).toBeLessThan(1000);
  expect(clock.serverVersion).toMatch(/^\d+\.\d+/);
  const skewed = await startClickHouse({ clockSkewMs: 120_000 });
  await skewed.run(createOtelLogs());
  const ahead = await withSource(http({ url: skewed.url }), {}, (source) => source.connect(NEVER));
  expect(ahead.serverNowMs - ahead.measuredAtMs).toBeGreaterThan(119_000);
  await skewed.close();
});

test('plans without asking anybody, and reads what it planned', async () => {
  const asked = server.received.length;
  await withSource(http(), {}, async (source) => {
    const planned = source.plan(WINDOWS, s(40));
    expect(server.received).toHaveLength(asked);
    await source.connect(NEVER);
    expect((await source.read(WINDOWS, s(40), NEVER)).query).toMatchObject(planned);
    expect(source.info).toMatchObject({
      name: `127.0.0.1:${server.port}`,
      table: 'default.otel_logs',
      layout: 'otel-logs',
    });
  });
});

test('tells its name, sends limits, and asks for no compression', async () => {
  await read(http());
  const last = server.received.at(-1);
  expect(last).toMatchObject({ acceptEncoding: '', settings: { max_execution_time: '110' } });
  expect(last?.userAgent).toContain('canary-verdict');
});

test('works for a readonly=1 user, who may change no setting', async () => {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'canary-verdict-test-'));
  onTestFinished(() => rmSync(dataDirectory, { recursive: true, force: true }));
  const writable = await startClickHouse({ dataDirectory });
  await writable.run(createOtelLogs());
  await writable.run(insertOtelLogs([{ atMs: s(1), service: 'pay', level: 'ERROR' }]));
  await writable.close();
  const readonly = await startClickHouse({ dataDirectory, readonly: true });
  expect((await read(http({ url: readonly.url }))).buckets).toEqual([
    { startMs: s(0), errors: 1, lines: 1, recognised: 1, serviceLines: 1 },
  ]);
  // One refusal teaches it: no further question carries a setting.
  const carried = readonly.received.map(({ settings }) => Object.keys(settings).length);
  expect(carried.filter((count) => count > 0)).toHaveLength(1);
  await readonly.close();
});

test('works where a constraint forbids one of its settings', async () => {
  const strict = await startClickHouse({ refusedSetting: { name: 'max_result_rows', code: 452 } });
  await strict.run(createOtelLogs());
  await strict.run(insertOtelLogs([{ atMs: s(1), service: 'pay' }]));
  expect((await read(http({ url: strict.url }))).buckets).toHaveLength(1);
  await strict.close();
});

test('reads no more granules than the key allows', async () => {
  const dayMs = Date.parse('2026-02-01T00:00:00Z');
  await server.run(createOtelLogs('big'));
  await server.run(fillOtelLogs({ rows: 500_000, services: 40, fromMs: dayMs, toMs: dayMs + 86_400_000 }, 'big'));
  await server.run('OPTIMIZE TABLE big FINAL');
  const releaseMs = dayMs + 12 * 3_600_000 + 123_000;
  const windows = windowsAround(releaseMs, { bucketMs: 30_000, before: 60, after: 10 });
  const { query, buckets } = await read(http({ table: 'big' }), { service: 'service-7' }, windows, windows.after.toMs);
  const bounds = (from: number, to: number) =>
    `toStartOfFiveMinutes(Timestamp) BETWEEN toStartOfFiveMinutes(fromUnixTimestamp64Milli(${from})) AND toStartOfFiveMinutes(fromUnixTimestamp64Milli(${to})) AND Timestamp >= fromUnixTimestamp64Milli(${from}) AND Timestamp < fromUnixTimestamp64Milli(${to})`;
  const best = JSON.parse(
    await server.run(
      `SELECT count() AS n FROM big WHERE ServiceName = 'service-7' AND ${bounds(windows.before.fromMs, windows.after.toMs)} FORMAT JSON`,
    ),
  ) as { data: [{ n: number }]; statistics: { rows_read: number } };
  expect(buckets.reduce((sum, { lines }) => sum + lines, 0)).toBe(best.data[0].n);
  expect(query.rowsRead).toBeLessThanOrEqual(best.statistics.rows_read);
  expect(query.rowsRead).toBeLessThan(50_000);
  const disjoint = { ...windows, before: { fromMs: releaseMs - 7_200_000, toMs: releaseMs - 5_400_000 } };
  const two = await read(http({ table: 'big' }), { service: 'service-7' }, disjoint, windows.after.toMs);
  expect(two.query.rowsRead).toBeLessThan(60_000);
});

describe('time columns', () => {
  const startMs = Date.parse('2026-01-05T00:00:00Z');
  const kinds = [
    { name: 'DateTime', type: 'DateTime', of: (ms: string) => `fromUnixTimestamp64Milli(${ms})` },
    {
      name: 'DateTime64',
      type: "DateTime64(6, 'Asia/Kolkata')",
      of: (ms: string) => `fromUnixTimestamp64Milli(${ms})`,
    },
    { name: 'nullable', type: 'Nullable(DateTime64(3))', of: (ms: string) => `fromUnixTimestamp64Milli(${ms})` },
    { name: 's', type: 'UInt32', of: (ms: string) => `intDiv(${ms}, 1000)` },
    { name: 'ms', type: 'Int64', of: (ms: string) => ms },
    { name: 'us', type: 'UInt64', of: (ms: string) => `${ms} * 1000` },
    { name: 'ns', type: 'UInt64', of: (ms: string) => `${ms} * 1000000` },
    { name: 'float', type: 'Float64', of: (ms: string) => `${ms} / 1000` },
    { name: 'decimal', type: 'Decimal(18, 3)', of: (ms: string) => `toDecimal64(${ms}, 3) / 1000` },
    {
      name: 'iso',
      type: 'String',
      of: (ms: string) => `formatDateTime(fromUnixTimestamp64Milli(${ms}), '%Y-%m-%dT%H:%i:%S.%fZ', 'UTC')`,
    },
    {
      name: 'offset',
      type: 'String',
      of: (ms: string) =>
        `formatDateTime(fromUnixTimestamp64Milli(${ms}), '%Y-%m-%d %H:%i:%S,000+05:30', 'Asia/Kolkata')`,
    },
    { name: 'digits', type: 'LowCardinality(String)', of: (ms: string) => `toString(${ms} * 1000000)` },
  ] as const;

  test.for(kinds)('$name ($type)', async ({ name, type, of }) => {
    const table = `times_${name}`;
    // LowCardinality(String) of instants is unwise, but people do it.
    await server.run(
      `CREATE TABLE ${table} (ts ${type}, level String, service String) ENGINE = MergeTree ORDER BY (service, ts) SETTINGS allow_nullable_key = 1`,
    );
    // One line a second, every tenth an error, over six hours.
    await server.run(
      `INSERT INTO ${table} SELECT ${of(`(toInt64(${startMs}) + number * 1000)`)}, if(number % 10 = 0, 'error', 'info'), 'pay' FROM numbers(21600)`,
    );
    const windows = windowsAround(startMs + 3 * 3_600_000, { bucketMs: 10_000, before: 6, after: 3 });
    const { buckets, newestMs, query } = await read(http({ table }), {}, windows, windows.after.toMs);
    expect(buckets).toHaveLength(9);
    expect(buckets.every(({ errors, lines }) => errors === 1 && lines === 10)).toBe(true);
    expect(newestMs).toBe(windows.after.toMs - 1000);
    if (type !== 'String' && type !== 'LowCardinality(String)') expect(query.rowsRead).toBeLessThanOrEqual(8192);
  });

  test.for([
    { name: 'ms', type: 'Nullable(Int64)', of: (ms: number) => String(ms), none: '0' },
    { name: 'float', type: 'Float64', of: (ms: number) => `${ms} / 1000`, none: '0' },
    { name: 'ms_decimal', type: 'Decimal(18, 3)', of: (ms: number) => `toDecimal64(${ms}, 3)`, none: '0' },
    { name: 'text', type: 'Nullable(String)', of: (ms: number) => `toString(${ms})`, none: "''" },
  ])('one line without a time decides nothing: $type', async ({ name, type, of, none }) => {
    const table = `timeless_${name}`;
    await server.run(
      `CREATE TABLE ${table} (ts ${type}, level String, service String) ENGINE = MergeTree ORDER BY ts SETTINGS allow_nullable_key = 1`,
    );
    await server.run(
      `INSERT INTO ${table} SELECT ${none}, 'info', 'cart' UNION ALL SELECT ${of(s(1))}, 'ERROR', 'pay'`,
    );
    expect((await read(http({ table }))).buckets).toEqual([
      { startMs: s(0), errors: 1, lines: 1, recognised: 1, serviceLines: 1 },
    ]);
  });

  test('an empty table of numbers is looked at again when it has lines', async () => {
    await server.run('CREATE TABLE late (ts UInt64, level String, service String) ENGINE = MergeTree ORDER BY ts');
    await withSource(http({ table: 'late' }), {}, async (source) => {
      await source.connect(NEVER);
      expect((await source.read(WINDOWS, s(40), NEVER)).buckets).toEqual([]);
      await server.run(`INSERT INTO late VALUES (${s(1)}, 'ERROR', 'pay')`);
      expect((await source.read(WINDOWS, s(40), NEVER)).buckets).toEqual([
        { startMs: s(0), errors: 1, lines: 1, recognised: 1, serviceLines: 1 },
      ]);
    });
  });

  test('a text that is no time is told, not dropped', async () => {
    await server.run(`CREATE TABLE bad_times (ts String, level String, service String) ENGINE = MergeTree ORDER BY ts`);
    await server.run(`INSERT INTO bad_times VALUES ('yesterday', 'ERROR', 'pay')`);
    await expect(read(http({ table: 'bad_times' }))).rejects.toMatchObject({ name: 'SourceError', code: 'bad-times' });
  });
});

test('an abort ends a request at once with its own reason', async () => {
  const interrupt = new AbortController();
  await withSource(http({ table: 'sleepy' }), {}, async (source) => {
    await server.run(`CREATE VIEW sleepy AS SELECT *, sleepEachRow(0.05) AS z FROM otel_logs WHERE z = 0`);
    const reason = new Error('interrupted');
    const started = performance.now();
    setTimeout(() => interrupt.abort(reason), 100);
    await expect(source.read(WINDOWS, s(40), interrupt.signal)).rejects.toBe(reason);
    expect(performance.now() - started).toBeLessThan(600);
    await expect(source.connect(interrupt.signal)).rejects.toBe(reason);
  });
});

test('numbers in a level column are OpenTelemetry’s where its name says number, else pino’s', async () => {
  await server.run(
    `CREATE TABLE numbered (ts DateTime64(3), level UInt8, severity_number UInt8, service String) ENGINE = MergeTree ORDER BY ts`,
  );
  await server.run(
    `INSERT INTO numbered SELECT fromUnixTimestamp64Milli(toInt64(${s(1)})), l, n, 'pay' FROM values('l UInt8, n UInt8', (50, 9), (60, 17), (30, 21), (40, 13))`,
  );
  const errors = async (columns: ServerSettings['columns']) =>
    (await read(http({ table: 'numbered', columns }))).buckets[0]?.errors;
  expect([await errors({}), await errors({ level: 'severity_number' })]).toEqual([2, 2]);
});

describe('levels that are understood', () => {
  const TEXTS = [
    'E',
    'I',
    '[ERROR]',
    ' info ',
    'SEVERITY_ERROR',
    'log.level=Info',
    'LOG_ERR',
    'log',
    'E0301',
    'DEBUG4',
  ];
  const table = async (name: string, type: string, values: readonly string[]) => {
    await server.run(
      `CREATE TABLE levels_${name} (ts DateTime64(3), severity ${type}, severity_number ${type}, service String) ENGINE = MergeTree ORDER BY ts`,
    );
    for (const value of values) {
      await server.run(
        `INSERT INTO levels_${name} VALUES (fromUnixTimestamp64Milli(toInt64(${s(1)})), ${value}, ${value}, 'pay')`,
      );
    }
    return `levels_${name}`;
  };
  const quoted = (texts: readonly string[]) => texts.map((text) => `'${text}'`);

  test.for([
    {
      name: 'letters',
      type: 'String',
      values: quoted(TEXTS),
      errors: 5,
      recognised: 10,
      why: 'one word, whatever is around it',
    },
    {
      name: 'low',
      type: 'LowCardinality(Nullable(String))',
      values: [...quoted(TEXTS), 'NULL'],
      errors: 5,
      recognised: 10,
      why: 'no level is none',
    },
    {
      name: 'strange',
      type: 'String',
      values: quoted(['', 'pay', 'not an error', '6', '3', '17', '9', '200']),
      errors: 1,
      recognised: 0,
      why: 'no words, no scale',
    },
    {
      name: 'syslog',
      type: 'UInt8',
      values: ['6', '3', '0', '7'],
      errors: 0,
      recognised: 0,
      why: 'syslog counts down',
    },
    {
      name: 'otel',
      type: 'Int32',
      values: ['1', '9', '17', '24'],
      errors: 0,
      recognised: 0,
      why: 'OpenTelemetry’s under a name that does not say number',
    },
    {
      name: 'pino',
      type: 'Nullable(Float64)',
      values: ['10', '20', '30', '35', '50', 'NULL'],
      errors: 1,
      recognised: 5,
      why: 'pino’s',
    },
    {
      name: 'digits',
      type: 'String',
      values: quoted(['10', '30', '60']),
      errors: 1,
      recognised: 3,
      why: 'pino’s as text',
    },
  ])('$type: $why', async ({ name, type, values, errors, recognised }) => {
    const settings = http({ table: await table(name, type, values), columns: { level: 'severity' } });
    const { buckets } = await read(settings);
    expect(buckets).toMatchObject([{ errors, recognised, lines: values.length }]);
  });

  test('OpenTelemetry’s numbers are 1 to 24 where the name says number', async () => {
    const settings = http({
      table: await table('number', 'Int32', ['0', '1', '17', '24', '50']),
      columns: { level: 'severity_number' },
    });
    expect((await read(settings)).buckets).toMatchObject([{ lines: 5, recognised: 3 }]);
  });

  test('the collector’s table: by number, by text where the number is 0, and the canary’s alone', async () => {
    const line = { atMs: s(1), service: 'levels' };
    await server.run(
      insertOtelLogs([
        { ...line, level: '', severityNumber: 0, count: 7 },
        { ...line, level: 'odd', severityNumber: 17, host: 'web-01' },
        { ...line, level: '[error]', severityNumber: 0, host: 'web-01' },
        { ...line, level: 'odd', severityNumber: 0, host: 'web-01' },
      ]),
    );
    expect((await read(http(), { service: 'levels' })).buckets).toMatchObject([
      { lines: 10, errors: 2, recognised: 2 },
    ]);
    const canary = [{ key: 'host', value: 'web-01' }];
    expect((await read(http(), { service: 'levels', canary })).buckets).toMatchObject([
      { lines: 3, errors: 2, recognised: 2, serviceLines: 10 },
    ]);
  });
});
