import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectCounts, openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { windowsAround } from '../../../helpers/log-source.js';
import { queryByHand } from '../../../helpers/layout-tables/layout-table.js';
import {
  fillOtelDay,
  OTEL_DAY_MS,
  OTEL_FROM_MS,
  OTEL_GENERATIONS,
  OTEL_ROWS,
} from '../../../helpers/layout-tables/otel-logs.js';
import { createOtelLogs } from '../../../helpers/otel-logs.js';

let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
});

afterAll(() => engine.close());

/** Windows that begin and end inside of buckets' seconds, partitions and five-minute blocks. */
const WINDOWS = [
  windowsAround(OTEL_FROM_MS + 40_000_123, { bucketMs: 30_000, before: 60, after: 10 }),
  windowsAround(Date.parse('2026-03-02T00:02:29.999Z'), { bucketMs: 10_000, before: 30, after: 30 }),
  windowsAround(Date.parse('2026-03-02T05:00:00Z'), { bucketMs: 60_000, before: 30, after: 5 }),
];

describe.each(OTEL_GENERATIONS)('$table', (generation) => {
  const { table, create, fill, service } = generation;
  beforeAll(() => engine.run(...create, ...fill));
  afterAll(() => engine.run(`DROP TABLE ${table}`));

  const isError = `number % 50 = 7`;
  const lines = `(SELECT number, intDiv(number * ${OTEL_DAY_MS} * 1000, ${OTEL_ROWS}) AS us FROM numbers(${OTEL_ROWS}) WHERE cityHash64(number) % 40 = 7)`;

  test.each(WINDOWS)('counts what is there around $releaseMs', async (windows) => {
    const { before, after, bucketMs } = windows;
    const reading = await engine.read({ table }, { service }, windows);
    expect(reading.layout).toBe('otel-logs');
    const { rows } =
      await engine.ask(`SELECT intDiv(${OTEL_FROM_MS} + intDiv(us, 1000) - ${before.fromMs}, ${bucketMs}) * ${bucketMs} + ${before.fromMs} AS ms,
      countIf(${isError}) AS errors, count() AS lines FROM ${lines}
      WHERE ${OTEL_FROM_MS} + intDiv(us, 1000) >= ${before.fromMs} AND ${OTEL_FROM_MS} + intDiv(us, 1000) < ${after.toMs} GROUP BY ms`);
    expectCounts(reading, rows);
  });

  test.each(WINDOWS)('reads no more than a query by hand around $releaseMs', async (windows) => {
    const hand = await engine.ask(queryByHand(generation, windows));
    const { query } = await engine.read({ table }, { service }, windows);
    expect(query.rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
    expect(query.rowsRead).toBeLessThan(OTEL_ROWS / 5);
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
      fillOtelDay('behind_1'),
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
