import type { Windows } from '../../../src/core/window.js';
import { createOtelLogs } from '../otel-logs.js';
import { instant, levelsByHand, type LayoutTable } from './layout-table.js';

export const OTEL_ROWS = 2_000_000;
export const OTEL_DAY_MS = 86_400_000;
/** A day that begins in the middle of one and ends in the next, so that windows meet partitions. */
export const OTEL_FROM_MS = Date.parse('2026-03-01T12:00:00Z');

const MAPS = `ResourceAttributes Map(LowCardinality(String), String), ScopeAttributes Map(LowCardinality(String), String), LogAttributes Map(LowCardinality(String), String)`;
const REST = `TraceId String, SpanId String, TraceFlags UInt32, SeverityText LowCardinality(String), ServiceName LowCardinality(String), Body String, ResourceSchemaUrl String, ScopeSchemaUrl String, ScopeName String, ScopeVersion String`;

/** The exporter's table through the years: https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/clickhouseexporter */
export const OTEL_GENERATIONS: readonly LayoutTable[] = [
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
].map(({ table, create, best }) => ({
  table,
  layout: 'otel-logs',
  service: 'service-7',
  create: [create],
  fill: [fillOtelDay(table)],
  byHand: ({ before, after }: Windows) => {
    const [from, to] = [instant(before.fromMs), instant(after.toMs - 1)];
    const byKey = best.replaceAll('{from}', from).replaceAll('{to}', to);
    return {
      ms: 'toUnixTimestamp64Milli(Timestamp)',
      ...levelsByHand('SeverityNumber', 'SeverityText'),
      where: `ServiceName = 'service-7' AND Timestamp >= ${from} AND Timestamp < ${instant(after.toMs)} AND ${byKey}`,
    };
  },
}));

/** Evenly over a day, 40 services; every 50th line is an error, spelt in many ways, half of them without a number. */
export function fillOtelDay(table: string): string {
  const attributes = (pairs: string) => (table === 'otel_json' ? `CAST(map(${pairs}), 'JSON')` : `map(${pairs})`);
  return `INSERT INTO ${table} (Timestamp, SeverityNumber, SeverityText, ServiceName, Body, ResourceAttributes, LogAttributes)
SELECT
  fromUnixTimestamp64Nano(toInt64(${OTEL_FROM_MS}) * 1000000 + intDiv(number * ${OTEL_DAY_MS} * 1000, ${OTEL_ROWS}) * 1000 + 999),
  multiIf(number % 100 = 7, 0, number % 100 = 57, 17 + number % 8, 9),
  multiIf(number % 50 = 7, ['ERROR', 'error', 'Fatal', 'CRITICAL', 'err', '[Error]'][1 + intDiv(number, 50) % 6], 'info'),
  concat('service-', toString(cityHash64(number) % 40)),
  'a line',
  ${attributes(`'host.name', concat('web-', toString(number % 7)), 'deployment.environment', if(number % 3 = 0, 'staging', 'production')`)},
  ${attributes(`'exception.type', 'E'`)}
FROM numbers(${OTEL_ROWS})`;
}
