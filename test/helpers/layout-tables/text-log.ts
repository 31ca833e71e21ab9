import { LINE, LINES } from '../layout-lines.js';
import { instant, type LayoutTable } from './layout-table.js';

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

export const TEXT_LOG: LayoutTable = {
  table: 'text_log',
  layout: 'text-log',
  service: 'clickhouse',
  create: [CREATE],
  fill: [FILL],
  byHand: ({ before, after }) => {
    const [from, to] = [instant(before.fromMs), instant(after.toMs)];
    return {
      ms: 'toUnixTimestamp64Milli(event_time_microseconds)',
      isError: "level <= 'Error'",
      where: `event_date BETWEEN toDate(${from}) AND toDate(${to}) AND event_time BETWEEN toDateTime(${from}) AND toDateTime(${to})
      AND event_time_microseconds >= ${from} AND event_time_microseconds < ${to}`,
    };
  },
};
