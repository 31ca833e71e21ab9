import { CLICKSTACK } from './layout-tables/clickstack.js';
import { APP_LOGS } from './layout-tables/columns.js';
import { COUNTS_BY_METRIC, GRAPHITE, LOG_COUNTS, OTEL_METRICS_SUM } from './layout-tables/counters.js';
import { GIGAPIPE } from './layout-tables/gigapipe.js';
import { OTEL_GENERATIONS } from './layout-tables/otel-logs.js';
import { POSTHOG } from './layout-tables/posthog.js';
import { SIGNOZ } from './layout-tables/signoz.js';
import { TEXT_LOG } from './layout-tables/text-log.js';
import { UPTRACE } from './layout-tables/uptrace.js';

/** So many equal lines of one host, all at one instant. */
export interface Slot {
  readonly atMs: number;
  readonly host: string;
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly count: number;
}

/** How lines of the service `pay` are written into one layout. */
export interface SameLines {
  readonly table: string;
  readonly metric?: string;
  /** Absent: `pay`. */
  readonly service?: string;
  readonly create: readonly string[];
  /** Inserts what stands in the table `slots`. */
  readonly fill: readonly string[];
}

export const CREATE_SLOTS = 'CREATE TABLE slots (ms Int64, host String, said String, n UInt32) ENGINE = Memory';

export function insertSlots(slots: readonly Slot[]): string {
  const rows = slots.map(({ atMs, host, level, count }) => `(${atMs}, '${host}', '${level}', ${count})`);
  return `INSERT INTO slots VALUES ${rows.join(',')}`;
}

const LINES = '(SELECT ms, host, said, fromUnixTimestamp64Milli(ms) AS at FROM slots ARRAY JOIN range(n) AS i)';
const NUMBER = `multiIf(said = 'ERROR', 17, said = 'WARN', 13, 9)`;

/** Counts of 30 s, stamped with their end; of each level of a host that wrote anything in them. */
const STEP_S = 30;
const COUNTS = `(SELECT host, level, (intDiv(ms, ${STEP_S}000) + 1) * ${STEP_S} AS until_s, sumIf(n, said = level) AS count, min(ms) AS first_ms
  FROM slots ARRAY JOIN ['INFO', 'WARN', 'ERROR'] AS level GROUP BY host, level, until_s)`;

/** Since when a host counts: since its first line where that is more than a minute after everyone's, else for a day. */
const STARTED = `if(min(first_ms) OVER (PARTITION BY host) > min(first_ms) OVER () + 60000, intDiv(min(first_ms) OVER (PARTITION BY host), 1000), intDiv(min(first_ms) OVER (), 1000) - 86400)`;

const otel = (table: string): string => {
  const attributes = `map('host.name', host)`;
  return `INSERT INTO ${table} (Timestamp, SeverityNumber, SeverityText, ServiceName, Body, ResourceAttributes)
    SELECT at, ${NUMBER}, said, 'pay', 'a line', ${table === 'otel_json' ? `CAST(${attributes}, 'JSON')` : attributes} FROM ${LINES}`;
};

const sums = (table: string, { temporality, value }: { temporality: number; value: string }): string => {
  const started = temporality === 1 ? `until_s - ${STEP_S}` : STARTED;
  return `INSERT INTO ${table} (ResourceAttributes, ServiceName, MetricName, Attributes, StartTimeUnix, TimeUnix, Value, AggregationTemporality)
    SELECT map('host.name', host), 'pay', 'log.records', map('level', level), toDateTime64(${started}, 9), toDateTime64(until_s, 9), ${value}, ${temporality} FROM ${COUNTS}`;
};

const CUMULATIVE = 'otel_metrics_cumulative';

/** Every layout, and several tables where producers changed theirs. */
export const SAME_LINES: readonly SameLines[] = [
  ...[...OTEL_GENERATIONS, CLICKSTACK].map(({ table, create }) => ({ table, create, fill: [otel(table)] })),
  {
    ...SIGNOZ,
    fill: [
      `INSERT INTO logs_v2 (ts_bucket_start, resource_fingerprint, timestamp, severity_text, severity_number, body, resources_string)
        SELECT intDiv(ms, 1800000) * 1800, host, ms * 1000000, said, ${NUMBER}, 'a line', map('service.name', 'pay', 'host.name', host) FROM ${LINES}`,
      `INSERT INTO logs_v2_resource (labels, fingerprint, seen_at_ts_bucket_start)
        SELECT DISTINCT format('{{"host.name":"{}","service.name":"pay"}}', host), host, intDiv(ms, 1800000) * 1800 FROM slots`,
    ],
  },
  ...GIGAPIPE.slice(0, 1).map(({ table, create }) => ({
    table,
    create,
    fill: [
      `INSERT INTO time_series (date, fingerprint, labels, type)
        SELECT DISTINCT toDate(fromUnixTimestamp64Milli(ms), 'UTC'), cityHash64(host, said), format('{{"host":"{}","level":"{}","service_name":"pay"}}', host, said), 1 FROM slots`,
      `INSERT INTO ${table} (fingerprint, timestamp_ns, string, type) SELECT cityHash64(host, said), ms * 1000000, 'a line', 1 FROM ${LINES}`,
    ],
  })),
  {
    ...UPTRACE,
    fill: [
      `INSERT INTO logs_index (project_id, type, system, time, count, service_name, host_name)
        SELECT 2, 'log', concat('log:', lower(said)), at, 1, 'pay', host FROM ${LINES}`,
    ],
  },
  {
    ...POSTHOG,
    fill: [
      `INSERT INTO logs34 (original_expiry_timestamp, team_id, timestamp, observed_timestamp, body, severity_text, severity_number, service_name, resource_attributes)
        SELECT at, 1, at, at, 'a line', said, ${NUMBER}, 'pay', map('host.name', host) FROM ${LINES}`,
    ],
  },
  {
    ...TEXT_LOG,
    fill: [
      `INSERT INTO text_log (hostname, event_date, event_time, event_time_microseconds, level, logger_name, message)
        SELECT host, toDate(at), toDateTime(at), at, multiIf(said = 'ERROR', 'Error', said = 'WARN', 'Warning', 'Information'), 'pay', 'a line' FROM ${LINES}`,
    ],
  },
  {
    ...OTEL_METRICS_SUM,
    fill: [sums('otel_metrics_sum', { temporality: 1, value: 'count' })],
  },
  {
    ...OTEL_METRICS_SUM,
    table: CUMULATIVE,
    create: OTEL_METRICS_SUM.create.map((sql) => sql.replace('otel_metrics_sum', CUMULATIVE)),
    fill: [
      sums(CUMULATIVE, {
        temporality: 2,
        value: 'sum(count) OVER (PARTITION BY host, level ORDER BY until_s)',
      }),
    ],
  },
  {
    ...GRAPHITE,
    fill: [
      `INSERT INTO graphite SELECT concat('apps.pay.logs.', level, '?host=', host), count, until_s, toDate(until_s), until_s FROM ${COUNTS}`,
    ],
  },
  {
    ...COUNTS_BY_METRIC,
    // Its key knows no host: a SummingMergeTree would add up those of both.
    create: COUNTS_BY_METRIC.create.map((sql) => sql.replace('SummingMergeTree(value)', 'MergeTree')),
    fill: [
      `INSERT INTO counts_by_metric SELECT until_s, concat('pay.logs.', level), count, map('host', host) FROM ${COUNTS}`,
    ],
  },
  { ...LOG_COUNTS, fill: [`INSERT INTO log_counts SELECT until_s, 'pay', level, host, '', count, 1 FROM ${COUNTS}`] },
  { ...APP_LOGS, fill: [`INSERT INTO app_logs SELECT at, said, 'pay', host, 'a line' FROM ${LINES}`] },
].map((each) => ({ ...each, service: each.table === TEXT_LOG.table ? 'clickhouse' : 'pay' }));
