import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { countLines, expectOnly, expectTruth, LAYOUT_WINDOWS, LINE, LINES } from '../../../helpers/layout-lines.js';

/** https://clickhouse.com/docs/operations/system-tables/text_log; the key is that of every system log. */
const CREATE = `CREATE TABLE text_log (
  hostname LowCardinality(String), event_date Date, event_time DateTime, event_time_microseconds DateTime64(6),
  thread_name LowCardinality(String), thread_id UInt64,
  level Enum8('Fatal' = 1, 'Critical' = 2, 'Error' = 3, 'Warning' = 4, 'Notice' = 5, 'Information' = 6, 'Debug' = 7, 'Trace' = 8, 'Test' = 9),
  query_id String, logger_name LowCardinality(String), message String, revision UInt32,
  source_file LowCardinality(String), source_line UInt64, message_format_string LowCardinality(String),
  ${Array.from({ length: 10 }, (_, index) => `value${index + 1} String`).join(', ')}
) ENGINE = MergeTree PARTITION BY toYYYYMM(event_date) ORDER BY (event_date, event_time) SETTINGS index_granularity = 8192`;

const FILL = `INSERT INTO text_log (hostname, event_date, event_time, event_time_microseconds, level, logger_name, message, revision)
SELECT ${LINE.host}, toDate(at), toDateTime(at), fromUnixTimestamp64Micro(${LINE.us}) AS at,
  if(${LINE.isError}, ['Fatal', 'Critical', 'Error'][1 + intDiv(number, 50) % 3], ['Warning', 'Trace', 'Test'][1 + number % 3]),
  if(number % 2 = 0, 'executeQuery', 'DDLWorker'), 'a line', 54490 + intDiv(number, 2000) % 7
FROM ${LINES}`;

const filled = { table: 'text_log', layout: 'text-log', isService: '1' };
let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  await engine.run(CREATE, FILL);
});

afterAll(() => engine.close());

test('is recognised as itself and nothing else', () => expectOnly(engine, filled));

describe.each(LAYOUT_WINDOWS)("ClickHouse's own log around $releaseMs", (windows) => {
  test('counts every line of the server, and reads no more than a query by hand', async () => {
    const rowsRead = await expectTruth(engine, filled, windows);
    const at = (ms: number) => `fromUnixTimestamp64Milli(toInt64(${ms}))`;
    const [from, to] = [at(windows.before.fromMs), at(windows.after.toMs)];
    const hand = await engine.ask(`SELECT count(), countIf(level <= 'Error') FROM text_log
      WHERE event_date BETWEEN toDate(${from}) AND toDate(${to}) AND event_time BETWEEN toDateTime(${from}) AND toDateTime(${to})
      AND event_time_microseconds >= ${from} AND event_time_microseconds < ${to}`);
    expect(rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
    expect(rowsRead).toBeLessThan(100_000);
  });
});

test('says that the name of the service does not matter', async () => {
  const name = await engine.open({ table: 'text_log' }, {}, (source) => Promise.resolve(source.info.name));
  expect(name).toMatch(/ \(no service column: every line counts\)$/);
});

test('levels run the other way: the milder, the greater', async () => {
  const errorsAt = async (level: 'TRACE' | 'WARN' | 'ERROR' | 'FATAL') => {
    const { buckets } = await engine.read({ table: 'text_log' }, { level }, LAYOUT_WINDOWS[0]!);
    const errors = buckets.reduce((sum, one) => sum + one.errors, 0);
    return Math.round((100 * errors) / buckets.reduce((sum, one) => sum + one.lines, 0));
  };
  // Of 50 lines one is an error, a third of the others a warning, a third a trace; two errors of three are worse.
  expect([await errorsAt('FATAL'), await errorsAt('ERROR'), await errorsAt('WARN')]).toEqual([1, 2, 35]);
  expect(await errorsAt('TRACE')).toBe(67);
});

test('hosts, revisions and every other column tell the canary, and an empty one matches nothing', async () => {
  const count = (key: string, value: string) => countLines(engine, filled, { canary: [{ key, value }] });
  const all = await countLines(engine, filled, {});
  const hosts = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((host) => count('host', `web-${host}`)));
  expect(hosts.reduce((sum, one) => sum + one, 0)).toBe(all);
  expect(await count('version', '5449*')).toBe(all);
  expect((await count('attr:logger_name', 'DDLWorker')) + (await count('attr:logger_name', 'execute*'))).toBe(all);
  expect([await count('attr:query_id', '*'), await count('host', `web-0' OR '1`)]).toEqual([0, 0]);
  expect(await count('pod', 'x').catch(String)).toContain('--canary knows no key "pod"');
});
