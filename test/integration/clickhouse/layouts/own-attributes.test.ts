import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { windowsAround } from '../../../helpers/log-source.js';

const WINDOWS = windowsAround(Date.parse('2026-03-01T12:00:00Z'));
const AT = `toDateTime('2026-03-01 12:00:10', 'UTC')`;

let engine: LayoutEngine;
beforeAll(async () => {
  engine = await openLayoutEngine();
});
afterAll(() => engine.close());

const count = async (table: string, key: string, value: string) => {
  const { buckets } = await engine.read({ table }, { service: 'pay', canary: [{ key, value }] }, WINDOWS);
  return buckets.reduce((sum, { lines }) => sum + lines, 0);
};

describe('a table of one’s own with a map and a document of attributes', () => {
  beforeAll(() =>
    engine.run(
      'CREATE TABLE own (timestamp DateTime, level String, service String, labels Map(LowCardinality(String), String), doc JSON) ENGINE = MergeTree ORDER BY timestamp',
      `INSERT INTO own SELECT ${AT}, 'ERROR', 'pay', map('pod', concat('pay-', toString(number % 3)), 'it''s.odd', 'x'), '{"host":{"name":"web-01"},"empty":""}' FROM numbers(6)`,
      `INSERT INTO own SELECT ${AT}, 'ERROR', 'pay', map('empty', ''), '{}' FROM numbers(2)`,
    ),
  );

  test.each([
    { key: 'attr:pod', value: 'pay-1', lines: 2 },
    { key: 'pod', value: 'pay-*', lines: 6 },
    { key: 'host', value: 'web-01', lines: 6 },
    { key: 'attr:host.name', value: 'web-*', lines: 6 },
    { key: "attr:it's.odd", value: 'x', lines: 6 },
    { key: 'attr:none', value: '*', lines: 0 },
    { key: 'version', value: '*', lines: 0 },
  ])('$key=$value are $lines lines', async ({ key, value, lines }) => {
    expect(await count('own', key, value)).toBe(lines);
  });

  test('a key that nobody knows is refused', async () => {
    await expect(count('own', 'rack', '1')).rejects.toThrow('knows no key "rack"');
  });
});

test('otel_logs whose times are whole seconds is otel_logs all the same', async () => {
  await engine.run(
    `CREATE TABLE seconds (Timestamp DateTime, SeverityNumber UInt8, SeverityText LowCardinality(String), ServiceName LowCardinality(String), Body String, ResourceAttributes Map(LowCardinality(String), String), LogAttributes Map(LowCardinality(String), String)) ENGINE = MergeTree PARTITION BY toDate(Timestamp) ORDER BY (ServiceName, toStartOfHour(Timestamp))`,
    `INSERT INTO seconds SELECT ${AT}, 17, 'ERROR', 'pay', 'a line', map('host.name', 'web-01'), map() FROM numbers(5)`,
  );
  const { layout, buckets } = await engine.read(
    { table: 'seconds' },
    { service: 'pay', canary: [{ key: 'host', value: 'web-01' }] },
    WINDOWS,
  );
  expect([layout, buckets.map(({ errors }) => errors)]).toEqual(['otel-logs', [5]]);
});
