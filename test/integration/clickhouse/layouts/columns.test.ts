import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { expectTruth, LAYOUT_WINDOWS } from '../../../helpers/layout-lines.js';
import { APP_LOGS } from '../../../helpers/layout-tables/columns.js';
import { queryByHand } from '../../../helpers/layout-tables/layout-table.js';

let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  await engine.run(...APP_LOGS.create, ...APP_LOGS.fill);
});

afterAll(() => engine.close());

test.each(LAYOUT_WINDOWS)(
  'counts every line of a table of one’s own, and reads no more than a query by hand around $releaseMs',
  async (windows) => {
    const rowsRead = await expectTruth(engine, APP_LOGS, windows);
    const hand = await engine.ask(queryByHand(APP_LOGS, windows));
    expect(rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
  },
);

test('brings a few rows a bucket, whatever stands in place of levels', async () => {
  const [windows] = LAYOUT_WINDOWS;
  const { releaseMs } = windows!;
  await engine.run(
    `CREATE TABLE odd_levels (timestamp DateTime64(3), level String, service String) ENGINE = MergeTree ORDER BY (service, timestamp)`,
    `INSERT INTO odd_levels SELECT fromUnixTimestamp64Milli(toInt64(${releaseMs})), multiIf(number % 3 = 0, toString(number), number % 3 = 1, concat('line ', toString(number)), 'error'), 'pay' FROM numbers(30000)`,
  );
  const { query, buckets } = await engine.read({ table: 'odd_levels' }, { service: 'pay' }, windows!);
  const { rows } = await engine.ask(query.sql, query.parameters);
  // Every number of three digits at most, the one spelling, and nothing.
  expect(rows.length).toBeLessThanOrEqual(1002);
  // 10,000 errors by name, and as numbers those from 50 on, of which the ones above 99 are on nobody's scale.
  const [bucket] = buckets;
  expect([bucket?.lines, bucket?.errors]).toEqual([30_000, 10_000 + 10_000 - 17]);
  expect(bucket?.recognised).toBe(10_000 + 25);
});
