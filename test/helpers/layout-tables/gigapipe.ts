import type { Windows } from '../../../src/core/window.js';
import { LINE, LINES } from '../layout-lines.js';
import { ERRORS_BY_HAND, type LayoutTable } from './layout-table.js';

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

/** Labels and samples; the samples under each of two orders. */
export const GIGAPIPE: readonly LayoutTable[] = [
  { table: 'samples_v3', order: 'timestamp_ns' },
  { table: 'samples_v3_by_series', order: 'fingerprint, timestamp_ns' },
].map(({ table, order }, index) => ({
  table,
  layout: 'gigapipe',
  service: 'service-7',
  create: [...(index === 0 ? CREATE_SERIES : []), ...createSamples(table, order)],
  fill: [...(index === 0 ? [FILL_SERIES] : []), fillSamples(table), fillMetrics(table)],
  byHand: ({ before, after }: Windows) => {
    const day = (ms: number) => `'${new Date(ms).toISOString().slice(0, 10)}'`;
    const days = `date BETWEEN ${day(before.fromMs)} AND ${day(after.toMs)}`;
    const labelled = (which: string) =>
      `fingerprint IN (SELECT fingerprint FROM time_series_gin WHERE ${days} AND ${which})`;
    return {
      ms: 'intDiv(timestamp_ns, 1000000)',
      isError: labelled(`key IN ('level', 'detected_level') AND lower(val) IN (${ERRORS_BY_HAND})`),
      isRecognised: labelled(`key IN ('level', 'detected_level') AND lower(val) IN ('info', ${ERRORS_BY_HAND})`),
      where: `timestamp_ns >= ${before.fromMs}000000 AND timestamp_ns < ${after.toMs}000000 AND type != 2 AND ${labelled("key = 'service_name' AND val = 'service-7'")}`,
    };
  },
}));
