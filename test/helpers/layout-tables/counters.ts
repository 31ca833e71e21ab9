import type { Windows } from '../../../src/core/window.js';
import type { ByHand, LayoutTable } from './layout-table.js';

/** 1190 services, four levels, counted every 30 s for 3.5 hours: a row for each, 2 million in all. */
const SERVICES = 1190;
const STEPS = 420;
const STEP_S = 30;
export const COUNTERS_FROM_S = Date.parse('2026-03-01T22:00:00Z') / 1000;
export const COUNTERS_ROWS = SERVICES * 4 * STEPS;

/** One row a service, level and step; `until_s` is the end of the step, and one row in eleven counts nothing. */
export const COUNTS = `SELECT
    number % 4 AS nth, ['INFO', 'warning', 'ERROR', 'FATAL'][nth + 1] AS level,
    intDiv(number, 4) % ${SERVICES} AS service_number, concat('service_', toString(service_number)) AS service,
    intDiv(number, ${4 * SERVICES}) AS step, ${COUNTERS_FROM_S} + (step + 1) * ${STEP_S} AS until_s,
    if(number % 11 = 0, 0, 1 + cityHash64(number) % 20) AS n,
    concat('web-0', toString(service_number % 3)) AS host
  FROM numbers(${COUNTERS_ROWS})`;

/** What a row says of the time before its stamp, by a time in epoch seconds. */
function until(seconds: string, { before, after }: Windows): Pick<ByHand, 'ms' | 'where'> {
  return {
    ms: `(toInt64(${seconds}) * 1000 - 1)`,
    where: `${seconds} > ${before.fromMs / 1000} AND ${seconds} <= ${after.toMs / 1000}`,
  };
}

/** As a person asks for those levels that are counted. */
function levelsIn(text: string): Pick<ByHand, 'isError' | 'isRecognised'> {
  return { isError: `${text} IN ('ERROR', 'FATAL')`, isRecognised: `${text} IN ('INFO', 'warning', 'ERROR', 'FATAL')` };
}

const service = 'service_7';

export const GRAPHITE: LayoutTable = {
  table: 'graphite',
  layout: 'graphite',
  metric: 'apps.SERVICE.logs.LEVEL',
  service,
  create: [
    `CREATE TABLE graphite (Path String, Value Float64, Time UInt32, Date Date, Timestamp UInt32) ENGINE = MergeTree PARTITION BY toYYYYMM(Date) ORDER BY (Path, Time)`,
  ],
  // Every seventh point was sent twice, first with a wrong value; the day is the server's, behind UTC's.
  fill: [
    `INSERT INTO graphite SELECT concat('apps.', service, '.logs.', level), if(again = 0, n + 1000, n), until_s, toDate(until_s - 36000), until_s + again
      FROM (${COUNTS}) ARRAY JOIN if(step % 7 = 0, [0, 5], [5]) AS again`,
  ],
  byHand(windows) {
    const { ms, where } = until('Time', windows);
    const day = (at: number) => `'${new Date(at).toISOString().slice(0, 10)}'`;
    const points = String.raw`SELECT Path, Time, argMax(Value, Timestamp) AS value FROM graphite WHERE Path LIKE 'apps.service\\_7.logs.%' AND Date BETWEEN ${day(windows.before.fromMs - 86_400_000)} AND ${day(windows.after.toMs + 86_400_000)} AND ${where} GROUP BY Path, Time`;
    return { ms, ...levelsIn("splitByChar('.', Path)[4]"), weight: 'value', from: `(${points})`, where: 'true' };
  },
};

export const OTEL_METRICS_SUM: LayoutTable = {
  table: 'otel_metrics_sum',
  layout: 'otel-metrics-sum',
  metric: 'log.records?level=LEVEL',
  service,
  create: [
    `CREATE TABLE otel_metrics_sum (ResourceAttributes Map(LowCardinality(String), String), ScopeName String, ServiceName LowCardinality(String), MetricName String, Attributes Map(LowCardinality(String), String), StartTimeUnix DateTime64(9), TimeUnix DateTime64(9), Value Float64, Flags UInt32, AggregationTemporality Int32, IsMonotonic Bool) ENGINE = MergeTree PARTITION BY toDate(TimeUnix) ORDER BY (ServiceName, MetricName, Attributes, toUnixTimestamp64Nano(TimeUnix))`,
  ],
  fill: [
    `INSERT INTO otel_metrics_sum SELECT map('host.name', host), '', service, 'log.records', map('level', level), toDateTime64(until_s - ${STEP_S}, 9), toDateTime64(until_s, 9), n, 0, 1, false FROM (${COUNTS})`,
  ],
  byHand(windows) {
    const { ms, where } = until('toUnixTimestamp(TimeUnix)', windows);
    const isMetric = `ServiceName = 'service_7' AND MetricName = 'log.records'`;
    return {
      ms,
      ...levelsIn("Attributes['level']"),
      weight: 'Value',
      where: `${isMetric} AND ${where}`,
    };
  },
};

export const COUNTS_BY_METRIC: LayoutTable = {
  table: 'counts_by_metric',
  layout: 'counters',
  metric: 'SERVICE.logs.LEVEL',
  service,
  create: [
    `CREATE TABLE counts_by_metric (time DateTime, metric LowCardinality(String), value UInt64, tags Map(String, String)) ENGINE = SummingMergeTree(value) PARTITION BY toDate(time) ORDER BY (metric, time)`,
  ],
  fill: [
    `INSERT INTO counts_by_metric SELECT until_s, concat(service, '.logs.', level), n, map('host', host) FROM (${COUNTS})`,
  ],
  byHand(windows) {
    const { ms, where } = until('toUnixTimestamp(time)', windows);
    const isMetric = String.raw`metric LIKE 'service\\_7.logs.%'`;
    return { ms, ...levelsIn("splitByChar('.', metric)[3]"), weight: 'value', where: `${isMetric} AND ${where}` };
  },
};

/** As `canary-verdict collect` makes it. */
export const LOG_COUNTS: LayoutTable = {
  table: 'log_counts',
  layout: 'counters',
  service,
  create: [
    `CREATE TABLE log_counts (time DateTime('UTC'), service LowCardinality(String), level LowCardinality(String), host LowCardinality(String), version LowCardinality(String), count UInt64, heard UInt64) ENGINE = SummingMergeTree((count, heard)) PARTITION BY toDate(time) ORDER BY (service, time, level, host, version)`,
  ],
  fill: [`INSERT INTO log_counts SELECT until_s, service, level, host, '1.4.2', n, 1 FROM (${COUNTS})`],
  byHand(windows) {
    const { ms, where } = until('toUnixTimestamp(time)', windows);
    return {
      ms,
      ...levelsIn('level'),
      weight: 'count',
      heard: 'heard',
      where: `service = 'service_7' AND ${where}`,
    };
  },
};
