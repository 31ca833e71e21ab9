import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectCounts, openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import {
  COUNTERS_FROM_S,
  COUNTERS_ROWS,
  COUNTS,
  COUNTS_BY_METRIC,
  GRAPHITE,
  LOG_COUNTS,
  OTEL_METRICS_SUM,
} from '../../../helpers/layout-tables/counters.js';
import { queryByHand } from '../../../helpers/layout-tables/layout-table.js';
import { windowsAround } from '../../../helpers/log-source.js';

let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
});

afterAll(() => engine.close());

/** Across midnight, off the grid of the counts, and in minutes. */
const WINDOWS = [
  windowsAround((COUNTERS_FROM_S + 7380) * 1000, { bucketMs: 30_000, before: 60, after: 10 }),
  windowsAround((COUNTERS_FROM_S + 7380 + 3600) * 1000 + 11_000, { bucketMs: 30_000, before: 60, after: 10 }),
  windowsAround((COUNTERS_FROM_S + 4000) * 1000, { bucketMs: 60_000, before: 30, after: 5 }),
];

describe.each([GRAPHITE, OTEL_METRICS_SUM, COUNTS_BY_METRIC, LOG_COUNTS])('$table', (filled) => {
  const { table, create, fill, metric } = filled;
  beforeAll(() => engine.run(...create, ...fill));
  afterAll(() => engine.run(`DROP TABLE ${table}`));

  const read = (selection: object, windows: (typeof WINDOWS)[number]) =>
    engine.read({ table, ...(metric !== undefined && { metric }) }, selection, windows);

  test.each(WINDOWS)('counts what is there around $releaseMs', async (windows) => {
    const { before, after, bucketMs } = windows;
    const reading = await read({ service: 'service_7' }, windows);
    // A count until 12:00:00 is about the time before it.
    const { rows } =
      await engine.ask(`SELECT intDiv(until_s * 1000 - 1 - ${before.fromMs}, ${bucketMs}) * ${bucketMs} + ${before.fromMs} AS ms,
      sumIf(n, level IN ('ERROR', 'FATAL')) AS errors, sum(n) AS lines FROM (${COUNTS})
      WHERE service = 'service_7' AND until_s * 1000 > ${before.fromMs} AND until_s * 1000 <= ${after.toMs} GROUP BY ms`);
    expectCounts(reading, rows);
  });

  test.each(WINDOWS)('reads no more than a query by hand around $releaseMs', async (windows) => {
    const hand = await engine.ask(queryByHand(filled, windows));
    const { query } = await read({ service: 'service_7' }, windows);
    expect(query.rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
    expect(query.rowsRead).toBeLessThan(COUNTERS_ROWS / 10);
  });

  test('compares no point with the one before it where none is cumulative', async () => {
    const { query } = await read({ service: 'service_7' }, WINDOWS[0]!);
    expect(query.sql).not.toContain('OVER');
  });

  test('a service whose name only begins alike is another one', async () => {
    const errors = async (service: string) =>
      (await read({ service }, WINDOWS[0]!)).buckets.reduce((sum, bucket) => sum + bucket.lines, 0);
    expect(await errors('service_')).toBe(0);
    expect(await errors('service%7')).toBe(0);
    expect(await errors('.*')).toBe(0);
  });

  test('proves that data are there up to the stamp of the last count', async () => {
    const windows = WINDOWS[0]!;
    const { newestMs } = await read({ service: 'service_7' }, windows);
    expect(newestMs).toBe(windows.after.toMs);
  });

  test('refuses buckets that are narrower than the counts', async () => {
    const narrow = windowsAround((COUNTERS_FROM_S + 7380) * 1000, { bucketMs: 10_000, before: 180, after: 30 });
    await expect(read({ service: 'service_7' }, narrow)).rejects.toThrow('counts arrive every 30s');
  });
});

test('a table that is summed while it merges is one of counters too', async () => {
  const windows = WINDOWS[0]!;
  const at = windows.releaseMs / 1000 + 30;
  await engine.run(
    `CREATE TABLE merged (time DateTime, service String, level String, count SimpleAggregateFunction(sum, UInt64)) ENGINE = AggregatingMergeTree ORDER BY (service, time, level)`,
    `INSERT INTO merged VALUES (${at}, 'pay', 'ERROR', 7), (${at}, 'pay', 'INFO', 93)`,
  );
  const { layout, buckets } = await engine.read({ table: 'merged' }, { service: 'pay' }, windows);
  expect([layout, buckets[0]?.errors, buckets[0]?.lines]).toEqual(['counters', 7, 100]);
});

test('a counter that counts zero is heard, where the table says how many counters there were', async () => {
  const columns = 'time DateTime, service String, level String, host String, count UInt64';
  await engine.run(
    `CREATE TABLE heard (${columns}, heard UInt64) ENGINE = SummingMergeTree((count, heard)) ORDER BY (service, time, level, host)`,
    `INSERT INTO heard SELECT ${COUNTERS_FROM_S} + 30 * number, 'service_7', 'ERROR', if(number % 2 = 0, 'web-01', 'web-02'), 0, 30 FROM numbers(1, 80)`,
    `CREATE TABLE unheard (${columns}) ENGINE = MergeTree ORDER BY (service, time)`,
    `INSERT INTO unheard SELECT time, service, level, host, count FROM heard`,
  );
  const windows = windowsAround((COUNTERS_FROM_S + 1800) * 1000, { bucketMs: 60_000, before: 30, after: 5 });
  const selection = {
    service: 'service_7',
    canary: [{ key: 'host', value: 'web-01' }],
    stable: [{ key: 'host', value: 'web-02' }],
  };
  const { buckets, newestMs } = await engine.read({ table: 'heard' }, selection, windows);
  const [first] = buckets.toSorted((a, b) => a.startMs - b.startMs);
  expect(first).toMatchObject({
    lines: 0,
    heard: 30,
    serviceLines: 0,
    serviceHeard: 60,
    stable: { lines: 0, heard: 30 },
  });
  expect(newestMs).toBeGreaterThanOrEqual(windows.after.toMs - 30_000);
  const unheard = await engine.read({ table: 'unheard' }, selection, windows);
  expect([unheard.buckets[0]?.heard, unheard.newestMs]).toEqual([undefined, null]);
  await engine.run('DROP TABLE heard', 'DROP TABLE unheard');
});

test('a column that may hold NULL is read where no counter of a level has a row', async () => {
  const windows = WINDOWS[0]!;
  const at = windows.releaseMs / 1000 + 30;
  await engine.run(
    `CREATE TABLE nullable (time DateTime, service String, level String, count Nullable(Int64)) ENGINE = MergeTree ORDER BY (service, time)`,
    `INSERT INTO nullable VALUES (${at}, 'pay', 'INFO', 93), (${at + 30}, 'pay', 'INFO', 90), (${at + 30}, 'pay', 'ERROR', NULL)`,
  );
  const { buckets } = await engine.read({ table: 'nullable' }, { service: 'pay' }, windows);
  expect(buckets.map(({ errors, lines }) => [errors, lines])).toEqual([
    [0, 93],
    [0, 90],
  ]);
});

test.for([
  { why: 'alone', rows: [-3] },
  { why: 'beside more errors, which they would hide', rows: [40, -3] },
])('counts below zero are the source’s fault, told as such: $why', async ({ rows }) => {
  const windows = WINDOWS[0]!;
  const at = windows.releaseMs / 1000 + 30;
  await engine.run(
    `CREATE TABLE below_zero (time DateTime, service String, level String, count Int64) ENGINE = MergeTree ORDER BY (service, time)`,
    `INSERT INTO below_zero VALUES ${rows.map((count) => `(${at}, 'pay', 'ERROR', ${count})`).join(',')}`,
  );
  await expect(engine.read({ table: 'below_zero' }, { service: 'pay' }, windows)).rejects.toMatchObject({
    name: 'SourceError',
    code: 'odd-answer',
    message: expect.stringContaining('-3 is no number of lines'),
    hint: expect.stringContaining('counters'),
  });
  await engine.run('DROP TABLE below_zero');
});

test('an environment is refused where lines name none', async () => {
  const read = engine.read({ table: 'merged' }, { service: 'pay', environment: 'production' }, WINDOWS[0]!);
  await expect(read).rejects.toThrow('--env "production": lines of the layout counters name no environment');
});

describe('graphite', () => {
  test('a service may have dots in its name, whatever its tags hold', async () => {
    const at = WINDOWS[0]!.releaseMs / 1000 + 30;
    const names = ['shop.pay.logs.ERROR', 'shop.pay.logs.INFO?host=web-01.example.org', 'shop.logs.ERROR', 'a.b.c.d'];
    const rows = names.map((name, index) => `('${name}', ${7 + index}, ${at}, toDate(${at}), ${at})`);
    await engine.run(
      `CREATE TABLE dotted (Path String, Value Float64, Time UInt32, Date Date, Timestamp UInt32) ENGINE = MergeTree ORDER BY (Path, Time)`,
      `INSERT INTO dotted VALUES ${rows.join(', ')}`,
    );
    const countsOf = async (service: string) =>
      (await engine.read({ table: 'dotted' }, { service }, WINDOWS[0]!)).buckets.map(({ errors, lines }) => [
        errors,
        lines,
      ]);
    expect(await countsOf('shop.pay')).toEqual([[7, 15]]);
    expect(await countsOf('shop')).toEqual([[9, 9]]);
    const { serviceName } = await engine.layoutOf({ table: 'dotted' });
    const services = await engine.ask(
      `SELECT DISTINCT ${serviceName} AS name FROM dotted WHERE Path LIKE '%logs%' ORDER BY name`,
    );
    expect(services.rows).toEqual([{ name: 'shop' }, { name: 'shop.pay' }]);
  });

  test('tags behind a path tell host and version', async () => {
    const windows = WINDOWS[0]!;
    const at = windows.releaseMs / 1000 + 30;
    await engine.run(
      ...GRAPHITE.create,
      `INSERT INTO graphite VALUES
        ('pay.logs.ERROR?host=web-01&version=1.4.2', 7, ${at}, toDate(${at}), ${at}),
        ('pay.logs.ERROR?host=web-02', 5, ${at}, toDate(${at}), ${at}),
        ('pay.logs.INFO?host=web%2D01', 100, ${at}, toDate(${at}), ${at}),
        ('pay.logs.old.ERROR', 1000, ${at}, toDate(${at}), ${at})`,
    );
    const bucket = async (canary: readonly { key: string; value: string }[]) => {
      const { buckets } = await engine.read({ table: 'graphite' }, { service: 'pay', canary }, windows);
      return buckets.map(({ errors, lines }) => ({ errors, lines }));
    };
    expect(await bucket([])).toEqual([{ errors: 12, lines: 112 }]);
    expect(await bucket([{ key: 'host', value: 'web-01' }])).toEqual([{ errors: 7, lines: 107 }]);
    expect(await bucket([{ key: 'version', value: '1.4*' }])).toEqual([{ errors: 7, lines: 7 }]);
    expect(await bucket([{ key: 'attr:host', value: 'web-02' }])).toEqual([{ errors: 5, lines: 5 }]);
    expect(await bucket([{ key: 'env', value: '*' }])).toEqual([{ errors: 0, lines: 0 }]);
    await engine.run('DROP TABLE graphite');
  });
});

describe('otel_metrics_sum, cumulative', () => {
  afterEach(() => engine.run('DROP TABLE otel_metrics_sum'));

  /** One point of a counter of errors, by minutes since the release; a start of null is one that nobody told. */
  type Point = readonly [startMinute: number | null, minute: number, value: number];

  test.for<{ why: string; points: readonly Point[]; errors: readonly number[] }>([
    {
      why: 'two writers of one name, told apart by their starts, are each read for themselves',
      points: [-2, -1, 0, 1, 2].flatMap((minute): Point[] => [
        [-600, minute, 9000 + minute],
        [-500, minute + 0.25, 100 + 2 * minute],
      ]),
      // The second one counts a quarter of a minute later.
      errors: [1, 3, 3, 3],
    },
    {
      why: 'a writer that begins while another goes on counts from nothing',
      points: [...[-2, -1, 0, 1, 2].map((minute): Point => [-600, minute, 9000 + minute]), [0.5, 1, 4], [0.5, 2, 5]],
      errors: [1, 1, 5, 2],
    },
    {
      why: 'a step down without a new start is no restart',
      points: [
        [-600, -2, 9000],
        [-600, -1, 9002],
        [-600, 0, 9001],
        [-600, 1, 9001],
        [-600, 2, 9004],
      ],
      errors: [2, 0, 0, 3],
    },
    {
      why: 'where nobody tells a start, a step down is a restart',
      points: [
        [null, -2, 9000],
        [null, -1, 9002],
        [null, 0, 3],
        [null, 1, 3],
        [null, 2, 5],
      ],
      errors: [2, 3, 0, 2],
    },
    {
      why: 'a point that covers no time is where an older count was first seen',
      points: [
        [-1, -1, 9000],
        [-1, 0, 9001],
        [1, 1, 9500],
        [1, 2, 9503],
      ],
      errors: [0, 1, 0, 3],
    },
  ])('$why', async ({ points, errors }) => {
    const windows = windowsAround((COUNTERS_FROM_S + 7200) * 1000, { bucketMs: 60_000, before: 2, after: 2 });
    const at = (minute: number) => `toDateTime64(${windows.releaseMs / 1000 + minute * 60}, 9)`;
    const rows = points.map(
      ([start, minute, value]) =>
        `(map(), '', 'pay', 'pay.logs.ERROR', map(), ${start === null ? 'toDateTime64(0, 9)' : at(start)}, ${at(minute)}, ${value}, 0, 2, true)`,
    );
    await engine.run(...OTEL_METRICS_SUM.create, `INSERT INTO otel_metrics_sum VALUES ${rows.join(',')}`);
    const { buckets } = await engine.read({ table: 'otel_metrics_sum' }, { service: 'pay' }, windows);
    const inside = buckets.filter(({ startMs }) => startMs < windows.after.toMs);
    expect(inside.map((bucket) => bucket.errors)).toEqual(errors);
  });

  test('counts what each series grew by, across a restart, and knows what it cannot know', async () => {
    const windows = windowsAround((COUNTERS_FROM_S + 7200) * 1000, { bucketMs: 60_000, before: 5, after: 3 });
    const s = windows.releaseMs / 1000;
    const row = (host: string, started: number, at: number, value: number) =>
      `(map('host.name', '${host}'), '', 'pay', 'pay.logs.ERROR', map(), toDateTime64(${started}, 9), toDateTime64(${at}, 9), ${value}, 0, 2, true)`;
    await engine.run(
      ...OTEL_METRICS_SUM.create,
      `INSERT INTO otel_metrics_sum VALUES ${[
        // Long-running: 100 before the window, then +1 a minute.
        ...[-6, -5, -4, -3, -2, -1, 0, 1, 2, 3].map((minute) =>
          row('web-01', s - 86_400, s + minute * 60, 106 + minute),
        ),
        // Restarted with the release: three errors in its first minute, two in the next.
        row('web-02', s - 86_400, s - 60, 50),
        row('web-02', s - 86_400, s, 51),
        row('web-02', s + 10, s + 60, 3),
        row('web-02', s + 10, s + 120, 5),
        // Its first point ever, of a counter a day old: how much of it is new, nobody knows.
        row('web-03', s - 86_400, s + 120, 9000),
      ].join(',')}`,
    );
    const { buckets, query } = await engine.read({ table: 'otel_metrics_sum' }, { service: 'pay' }, windows);
    expect(query.sql).toContain('lagInFrame');
    const errors = new Map(buckets.map(({ startMs, errors: n }) => [(startMs - windows.releaseMs) / 60_000, n]));
    expect([...errors].toSorted(([a], [b]) => a - b)).toEqual([
      [-5, 1],
      [-4, 1],
      [-3, 1],
      [-2, 1],
      [-1, 2],
      [0, 4],
      [1, 3],
      [2, 1],
    ]);
  });

  test('reads buckets in which no counter of errors has a point: the first error may come with the release', async () => {
    const windows = windowsAround((COUNTERS_FROM_S + 7200) * 1000, { bucketMs: 60_000, before: 2, after: 2 });
    const s = windows.releaseMs / 1000;
    const row = (level: string, started: number, at: number, value: number) =>
      `(map(), '', 'pay', 'pay.logs.${level}', map(), toDateTime64(${started}, 9), toDateTime64(${at}, 9), ${value}, 0, 2, true)`;
    await engine.run(
      ...OTEL_METRICS_SUM.create,
      `INSERT INTO otel_metrics_sum VALUES ${[
        ...[-2, -1, 0, 1, 2].map((minute) => row('INFO', s - 86_400, s + minute * 60, 1000 + 50 * minute)),
        row('ERROR', s + 60, s + 120, 7),
      ].join(',')}`,
    );
    const { buckets } = await engine.read({ table: 'otel_metrics_sum' }, { service: 'pay' }, windows);
    expect(buckets.map(({ errors, lines }) => [errors, lines])).toEqual([
      [0, 50],
      [0, 50],
      [0, 50],
      [7, 57],
    ]);
  });
});
