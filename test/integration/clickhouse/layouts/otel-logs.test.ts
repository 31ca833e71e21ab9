import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectCounts, openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { windowsAround } from '../../../helpers/log-source.js';
import { createOtelLogs } from '../../../helpers/otel-logs.js';

const ROWS = 2_000_000;
const DAY_MS = 86_400_000;
/** A day that begins in the middle of one and ends in the next, so that windows meet partitions. */
const FROM_MS = Date.parse('2026-03-01T12:00:00Z');

const MAPS = `ResourceAttributes Map(LowCardinality(String), String), ScopeAttributes Map(LowCardinality(String), String), LogAttributes Map(LowCardinality(String), String)`;
const REST = `TraceId String, SpanId String, TraceFlags UInt32, SeverityText LowCardinality(String), ServiceName LowCardinality(String), Body String, ResourceSchemaUrl String, ScopeSchemaUrl String, ScopeName String, ScopeVersion String`;

/** The exporter's table through the years: https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/clickhouseexporter */
const GENERATIONS = [
  {
    table: 'otel_g0',
    create: `CREATE TABLE otel_g0 (Timestamp DateTime64(9), SeverityNumber Int32, ${REST}, ${MAPS}) ENGINE = MergeTree PARTITION BY toDate(Timestamp) ORDER BY (ServiceName, SeverityText, toUnixTimestamp(Timestamp), TraceId)`,
    best: 'toUnixTimestamp(Timestamp) BETWEEN toUnixTimestamp({from}) AND toUnixTimestamp({to})',
  },
  {
    table: 'otel_g1',
    create: `CREATE TABLE otel_g1 (Timestamp DateTime64(9), TimestampTime DateTime DEFAULT toDateTime(Timestamp), SeverityNumber UInt8, ${REST}, ${MAPS}) ENGINE = MergeTree PARTITION BY toDate(TimestampTime) PRIMARY KEY (ServiceName, TimestampTime) ORDER BY (ServiceName, TimestampTime, Timestamp)`,
    best: 'TimestampTime BETWEEN toDateTime({from}) AND toDateTime({to})',
  },
  {
    table: 'otel_g2',
    create: createOtelLogs('otel_g2'),
    best: 'toStartOfFiveMinutes(Timestamp) BETWEEN toStartOfFiveMinutes({from}) AND toStartOfFiveMinutes({to})',
  },
  {
    table: 'otel_json',
    create: `CREATE TABLE otel_json (Timestamp DateTime64(9), SeverityNumber UInt8, ${REST}, ${MAPS.replaceAll('Map(LowCardinality(String), String)', 'JSON')}) ENGINE = MergeTree PARTITION BY toDate(Timestamp) PRIMARY KEY (ServiceName, toDateTime(Timestamp)) ORDER BY (ServiceName, toDateTime(Timestamp), Timestamp)`,
    best: 'toDateTime(Timestamp) BETWEEN toDateTime({from}) AND toDateTime({to})',
  },
  {
    table: 'otel_own_key',
    // `create_schema: false`: the same columns under a key of somebody's own.
    create: `CREATE TABLE otel_own_key (Timestamp DateTime64(9, 'Asia/Tokyo'), SeverityNumber UInt8, ${REST}, ${MAPS}) ENGINE = MergeTree PARTITION BY toYYYYMM(Timestamp) ORDER BY (toStartOfInterval(Timestamp, toIntervalMinute(15)), ServiceName)`,
    best: 'toStartOfInterval(Timestamp, toIntervalMinute(15)) BETWEEN toStartOfInterval({from}, toIntervalMinute(15)) AND toStartOfInterval({to}, toIntervalMinute(15))',
  },
] as const;

/** Evenly over a day, 40 services; every 50th line is an error, spelt in many ways, half of them without a number. */
function fill(table: string): string {
  const attributes = (pairs: string) => (table === 'otel_json' ? `CAST(map(${pairs}), 'JSON')` : `map(${pairs})`);
  return `INSERT INTO ${table} (Timestamp, SeverityNumber, SeverityText, ServiceName, Body, ResourceAttributes, LogAttributes)
SELECT
  fromUnixTimestamp64Nano(toInt64(${FROM_MS}) * 1000000 + intDiv(number * ${DAY_MS} * 1000, ${ROWS}) * 1000 + 999),
  multiIf(number % 100 = 7, 0, number % 100 = 57, 17 + number % 8, 9),
  multiIf(number % 50 = 7, ['ERROR', 'error', 'Fatal', 'CRITICAL', 'err', '[Error]'][1 + intDiv(number, 50) % 6], 'info'),
  concat('service-', toString(cityHash64(number) % 40)),
  'a line',
  ${attributes(`'host.name', concat('web-', toString(number % 7)), 'deployment.environment', if(number % 3 = 0, 'staging', 'production')`)},
  ${attributes(`'exception.type', 'E'`)}
FROM numbers(${ROWS})`;
}

let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
});

afterAll(() => engine.close());

/** Windows that begin and end inside of buckets' seconds, partitions and five-minute blocks. */
const WINDOWS = [
  windowsAround(FROM_MS + 40_000_123, { bucketMs: 30_000, before: 60, after: 10 }),
  windowsAround(Date.parse('2026-03-02T00:02:29.999Z'), { bucketMs: 10_000, before: 30, after: 30 }),
  windowsAround(Date.parse('2026-03-02T05:00:00Z'), { bucketMs: 60_000, before: 30, after: 5 }),
];

describe.each(GENERATIONS)('$table', ({ table, create, best }) => {
  beforeAll(() => engine.run(create, fill(table)));
  afterAll(() => engine.run(`DROP TABLE ${table}`));

  const service = 'service-7';
  const isError = `number % 50 = 7`;
  const lines = `(SELECT number, intDiv(number * ${DAY_MS} * 1000, ${ROWS}) AS us FROM numbers(${ROWS}) WHERE cityHash64(number) % 40 = 7)`;

  test.each(WINDOWS)('counts what is there around $releaseMs', async (windows) => {
    const { before, after, bucketMs } = windows;
    const reading = await engine.read({ table }, { service }, windows);
    expect(reading.layout).toBe('otel-logs');
    const { rows } =
      await engine.ask(`SELECT intDiv(${FROM_MS} + intDiv(us, 1000) - ${before.fromMs}, ${bucketMs}) * ${bucketMs} + ${before.fromMs} AS ms,
      countIf(${isError}) AS errors, count() AS lines FROM ${lines}
      WHERE ${FROM_MS} + intDiv(us, 1000) >= ${before.fromMs} AND ${FROM_MS} + intDiv(us, 1000) < ${after.toMs} GROUP BY ms`);
    expectCounts(reading, rows);
  });

  test.each(WINDOWS)('reads no more than a query by hand around $releaseMs', async (windows) => {
    const at = (ms: number) => `fromUnixTimestamp64Milli(toInt64(${ms}))`;
    const from = at(windows.before.fromMs);
    const to = at(windows.after.toMs - 1);
    const byHand = best.replaceAll('{from}', from).replaceAll('{to}', to);
    const hand = await engine.ask(
      `SELECT count(), countIf(SeverityNumber >= 17 OR SeverityText != 'info') FROM ${table} WHERE ServiceName = '${service}' AND Timestamp >= ${from} AND Timestamp <= ${to} AND ${byHand}`,
    );
    const { query } = await engine.read({ table }, { service }, windows);
    expect(query.rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
    expect(query.rowsRead).toBeLessThan(ROWS / 5);
  });

  test('selects by attributes, and a missing one matches nothing', async () => {
    const windows = WINDOWS[0]!;
    const count = async (selection: object) =>
      (await engine.read({ table }, { service, ...selection }, windows)).buckets.reduce(
        (sum, { lines: n }) => sum + n,
        0,
      );
    const all = await count({});
    const hosts = await Promise.all(
      [0, 1, 2, 3, 4, 5, 6].map((host) => count({ canary: [{ key: 'host', value: `web-${host}` }] })),
    );
    expect(hosts.reduce((sum, one) => sum + one, 0)).toBe(all);
    expect(await count({ canary: [{ key: 'attr:host.name', value: 'web-*' }] })).toBe(all);
    expect(await count({ canary: [{ key: 'pod', value: '*' }] })).toBe(0);
    expect(await count({ canary: [{ key: 'attr:exception.type', value: 'E' }] })).toBe(all);
    const [staging, production] = [await count({ environment: 'staging' }), await count({ environment: 'production' })];
    expect([staging > 0, production > 0, staging + production]).toEqual([true, true, all]);
    expect(await count({ environment: 'nowhere' })).toBe(0);
  });
});

describe('tables in front of others', () => {
  beforeAll(() =>
    engine.run(
      createOtelLogs('behind_1'),
      createOtelLogs('behind_2'),
      fill('behind_1'),
      `CREATE VIEW in_front_view AS SELECT * FROM behind_1`,
      `CREATE VIEW in_front_two AS SELECT * FROM behind_1 UNION ALL SELECT * FROM behind_2`,
      `CREATE TABLE in_front_merge AS behind_1 ENGINE = Merge(currentDatabase(), '^behind_')`,
      `CREATE TABLE in_front_remote AS remote('127.0.0.1', currentDatabase(), 'behind_1')`,
    ),
  );

  test.each(['in_front_view', 'in_front_two', 'in_front_merge', 'in_front_remote'])(
    '%s is looked through to the key that counts',
    async (table) => {
      for (const windows of WINDOWS) {
        const direct = await engine.read({ table: 'behind_1' }, { service: 'service-7' }, windows);
        const through = await engine.read({ table }, { service: 'service-7' }, windows);
        expect([through.layout, through.buckets]).toEqual(['otel-logs', direct.buckets]);
        // A Merge reads the granule at the edge of a range as well.
        expect(through.query.rowsRead).toBeLessThanOrEqual(1.3 * direct.query.rowsRead + 8192);
      }
    },
  );
});
