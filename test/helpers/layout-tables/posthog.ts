import { LINE, LINES } from '../layout-lines.js';
import { instant, levelsByHand, type LayoutTable } from './layout-table.js';

/** https://github.com/PostHog/posthog/blob/master/posthog/clickhouse/logs/logs34.py, without its indexes on texts and its projection. */
const CREATE = `CREATE TABLE logs34 (
  time_bucket DateTime MATERIALIZED toStartOfDay(timestamp), original_expiry_timestamp DateTime64(6),
  uuid String, team_id Int32, trace_id String, span_id String, trace_flags Int32,
  timestamp DateTime64(6) CODEC(DoubleDelta), observed_timestamp DateTime64(6), created_at DateTime64(6) MATERIALIZED now(),
  body String, severity_text LowCardinality(String), severity_number Int32, service_name LowCardinality(String),
  resource_attributes Map(LowCardinality(String), String), resource_fingerprint UInt64 MATERIALIZED cityHash64(resource_attributes),
  instrumentation_scope String, event_name String, attributes_map_str Map(LowCardinality(String), String),
  level String ALIAS severity_text, time_minute DateTime ALIAS toStartOfMinute(timestamp),
  attributes Map(LowCardinality(String), String) ALIAS mapApply((k, v) -> (left(k, -5), v), attributes_map_str),
  _partition UInt32, _topic String, _offset UInt64, _bytes_uncompressed UInt64, _bytes_compressed UInt64, _record_count UInt64,
  pattern String, pattern_version UInt8,
  INDEX idx_severity_text_set severity_text TYPE set(10) GRANULARITY 1,
  INDEX idx_observed_minmax observed_timestamp TYPE minmax GRANULARITY 1,
  INDEX idx_timestamp_minmax timestamp TYPE minmax GRANULARITY 1
) ENGINE = MergeTree PARTITION BY toDate(original_expiry_timestamp)
PRIMARY KEY (team_id, time_bucket, service_name, resource_fingerprint, severity_text, timestamp)
ORDER BY (team_id, time_bucket, service_name, resource_fingerprint, severity_text, timestamp)
SETTINGS index_granularity_bytes = 104857600, index_granularity = 8192, ttl_only_drop_parts = 1, add_minmax_index_for_numeric_columns = 1`;

const FILL = `INSERT INTO logs34 (original_expiry_timestamp, team_id, timestamp, observed_timestamp, body, severity_text, severity_number, service_name, resource_attributes, attributes_map_str)
SELECT at + toIntervalDay(15), 1 + number % 2, fromUnixTimestamp64Micro(${LINE.us}) AS at, at, 'a line', ${LINE.severityText}, ${LINE.severityNumber}, ${LINE.service},
  map('host.name', ${LINE.host}, 'deployment.environment', ${LINE.environment}), map('exception.type__str', 'E')
FROM ${LINES}`;

export const POSTHOG: LayoutTable = {
  table: 'logs34',
  layout: 'posthog',
  service: 'service-7',
  create: [CREATE],
  fill: [FILL],
  byHand: ({ before, after }) => {
    const [from, to] = [instant(before.fromMs), instant(after.toMs)];
    return {
      ms: 'toUnixTimestamp64Milli(timestamp)',
      ...levelsByHand('severity_number', 'severity_text'),
      where: `service_name = 'service-7' AND timestamp >= ${from} AND timestamp < ${to} AND time_bucket BETWEEN toStartOfDay(${from}) AND toStartOfDay(${to})`,
    };
  },
};
