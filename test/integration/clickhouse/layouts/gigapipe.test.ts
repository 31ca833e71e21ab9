import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { countLines, expectOnly, expectTruth, LAYOUT_WINDOWS, LINE, LINES } from '../../../helpers/layout-lines.js';
import { NEVER, windowsAround } from '../../../helpers/log-source.js';

/** https://github.com/metrico/gigapipe/blob/main/ctrl/qryn/sql/log.sql, whose order is a setting of whoever installs it. */
const createSamples = (table: string, order: string) => [
  `CREATE TABLE ${table} (fingerprint UInt64, timestamp_ns Int64 CODEC(DoubleDelta), value Float64 CODEC(Gorilla), string String)
    ENGINE = MergeTree PARTITION BY toStartOfDay(toDateTime(timestamp_ns / 1000000000)) ORDER BY (${order})`,
  `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS type UInt8`,
  `ALTER TABLE ${table} ADD COLUMN type_v2 UInt8 ALIAS type`,
];

const CREATE_SERIES = [
  `CREATE TABLE time_series (date Date, fingerprint UInt64, labels String, name String, type UInt8)
    ENGINE = ReplacingMergeTree(date) PARTITION BY date ORDER BY (fingerprint, type)`,
  `CREATE TABLE time_series_gin (date Date, key String, val String, fingerprint UInt64, type UInt8)
    ENGINE = ReplacingMergeTree() PARTITION BY date ORDER BY (key, val, fingerprint, type)`,
  `CREATE MATERIALIZED VIEW time_series_gin_view TO time_series_gin AS
    SELECT date, pairs.1 AS key, pairs.2 AS val, fingerprint, type FROM time_series
    ARRAY JOIN JSONExtractKeysAndValues(time_series.labels, 'String') AS pairs`,
];

/** A series for each service, host and spelling of a level; the level is written down for hosts 0 to 3, detected for the others. */
const FILL_SERIES = `INSERT INTO time_series (date, fingerprint, labels, type)
SELECT toDate('2026-03-01') + intDiv(number, 1960), number % 1960,
  format('{{"env":"{}","host":"web-{}","{}":"{}","service_name":"service-{}","version":"1.{}"}}', if(number % 7 < 3, 'staging', 'production'), toString(number % 7),
    if(number % 7 < 4, 'level', 'detected_level'), ['info', 'ERROR', 'error', 'Fatal', 'CRITICAL', 'err', '[Error]'][1 + intDiv(number, 280) % 7],
    toString(intDiv(number, 7) % 40), toString(number % 7)), 1
FROM numbers(2 * 1960)`;

const fillSamples = (table: string) => `INSERT INTO ${table} (fingerprint, timestamp_ns, string, type)
SELECT intDiv(number, 2000) % 7 + 7 * (intDiv(number, 50) % 40) + 280 * if(${LINE.isError}, 1 + intDiv(number, 2000) % 6, 0), ${LINE.us} * 1000 + 999, 'a line', number % 2
FROM ${LINES}`;

/** Numbers of the very same series, which are no lines. */
const fillMetrics = (table: string) => `INSERT INTO ${table} (fingerprint, timestamp_ns, value, type)
SELECT 7 * 7 + number % 7, ${LINE.us} * 1000, number, 2 FROM numbers(900000, 20000)`;

const TABLES = [
  { table: 'samples_v3', order: 'timestamp_ns' },
  { table: 'samples_v3_by_series', order: 'fingerprint, timestamp_ns' },
] as const;

const filled = { table: 'samples_v3', layout: 'gigapipe' };
let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  await engine.run(...CREATE_SERIES, FILL_SERIES);
  for (const { table, order } of TABLES) {
    await engine.run(...createSamples(table, order), fillSamples(table), fillMetrics(table));
  }
});

afterAll(() => engine.close());

test('is recognised as itself and nothing else', () => expectOnly(engine, filled));

describe.each(TABLES)('gigapipe, ordered by $order', ({ table }) => {
  test.each(LAYOUT_WINDOWS)(
    'counts lines, and reads no more than a query by hand around $releaseMs',
    async (windows) => {
      const rowsRead = await expectTruth(engine, { table, layout: 'gigapipe' }, windows);
      const day = (ms: number) => `'${new Date(ms).toISOString().slice(0, 10)}'`;
      const days = `date BETWEEN ${day(windows.before.fromMs)} AND ${day(windows.after.toMs)}`;
      const levelled = (which: string) =>
        `countIf(fingerprint IN (SELECT fingerprint FROM time_series_gin WHERE ${days} AND key IN ('level', 'detected_level') AND ${which}))`;
      const hand = await engine.ask(`SELECT count(), ${levelled("lower(val) != 'info'")}, ${levelled("val != ''")}
      FROM ${table} WHERE timestamp_ns >= ${windows.before.fromMs}000000 AND timestamp_ns < ${windows.after.toMs}000000 AND type != 2
      AND fingerprint IN (SELECT fingerprint FROM time_series_gin WHERE ${days} AND key = 'service_name' AND val = 'service-7')`);
      expect(rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
      expect(rowsRead).toBeLessThan(150_000);
    },
  );
});

test('selects by labels, and a missing one matches nothing', async () => {
  const count = (key: string, value: string) => countLines(engine, filled, { canary: [{ key, value }] });
  const all = await countLines(engine, filled, {});
  expect(await count('host', 'web-*')).toBe(all);
  const hosts = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((host) => count('attr:host', `web-${host}`)));
  expect(hosts.reduce((sum, one) => sum + one, 0)).toBe(all);
  expect([await count('pod', '*'), await count('version', ''), await count(`attr:it's`, '*')]).toEqual([0, 0, 0]);
  const staging = await countLines(engine, filled, { environment: 'staging' });
  expect(staging + (await countLines(engine, filled, { environment: 'production' }))).toBe(all);
  expect(await countLines(engine, filled, { service: `service-7' OR '1` })).toBe(0);
  expect(await count('colour', 'red').catch(String)).toContain('--canary knows no key "colour"');
});

test('a written level speaks before a detected one, and a series without either is not understood', async () => {
  await engine.run(
    `INSERT INTO time_series (date, fingerprint, labels, type) VALUES
      ('2026-03-05', 9001, '{"app":"odd","level":"info","detected_level":"error"}', 1),
      ('2026-03-05', 9002, '{"app":"odd","detected_level":"error"}', 1),
      ('2026-03-05', 9003, '{"app":"odd"}', 1)`,
    `INSERT INTO samples_v3 (fingerprint, timestamp_ns, type) SELECT 9001 + number, 1772712000000000000, 1 FROM numbers(3)`,
  );
  const reading = await engine.read({ table: 'samples_v3' }, { service: 'odd' }, windowsAround(1772712000000));
  expect(reading.buckets).toMatchObject([{ lines: 3, errors: 1, recognised: 2 }]);
});

test('versions, instances and the other services are found by their labels', async () => {
  const span = { fromMs: LAYOUT_WINDOWS[1]!.before.fromMs, toMs: LAYOUT_WINDOWS[1]!.after.toMs };
  await engine.open({ table: 'samples_v3' }, { service: 'service-7' }, async (source) => {
    const versions = await source.census(span, NEVER);
    expect(versions.map(({ version }) => version).toSorted()).toEqual([
      '1.0',
      '1.1',
      '1.2',
      '1.3',
      '1.4',
      '1.5',
      '1.6',
    ]);
    expect(versions.every(({ instances }) => instances === 1)).toBe(true);
    const { services } = await source.surroundings(span, NEVER);
    expect([services.length, services.includes('service-39')]).toEqual([40, true]);
  });
});
