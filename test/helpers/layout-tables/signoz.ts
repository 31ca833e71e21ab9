import { LINE, LINES } from '../layout-lines.js';
import { levelsByHand, type LayoutTable } from './layout-table.js';

const MAP = (value: string) => `Map(LowCardinality(String), ${value}) CODEC(ZSTD(1))`;

/** https://github.com/SigNoz/signoz-otel-collector/blob/main/cmd/signozschemamigrator/schema_migrator/custom_retention_logs_migrations.go */
export const createSigNozLogs = (table: string, newer = '') => `CREATE TABLE ${table} (
  ts_bucket_start UInt64 CODEC(DoubleDelta, LZ4), resource_fingerprint String CODEC(ZSTD(1)),
  timestamp UInt64 CODEC(DoubleDelta, LZ4), observed_timestamp UInt64 CODEC(DoubleDelta, LZ4), id String CODEC(ZSTD(1)),
  trace_id String CODEC(ZSTD(1)), span_id String CODEC(ZSTD(1)), trace_flags UInt32,
  severity_text LowCardinality(String) CODEC(ZSTD(1)), severity_number UInt8, body String CODEC(ZSTD(2)),
  attributes_string ${MAP('String')}, attributes_number ${MAP('Float64')}, attributes_bool ${MAP('Bool')},
  resources_string ${MAP('String')}, scope_name String CODEC(ZSTD(1)), scope_version String CODEC(ZSTD(1)),
  scope_string ${MAP('String')}, _retention_days UInt16 DEFAULT 15, _retention_days_cold UInt16 DEFAULT 0, ${newer}
  INDEX id_minmax id TYPE minmax GRANULARITY 1,
  INDEX severity_number_idx severity_number TYPE set(25) GRANULARITY 4,
  INDEX severity_text_idx severity_text TYPE set(25) GRANULARITY 4,
  INDEX body_idx lower(body) TYPE ngrambf_v1(4, 60000, 5, 0) GRANULARITY 1
) ENGINE = MergeTree PARTITION BY (toDate(timestamp / 1000000000), _retention_days, _retention_days_cold)
ORDER BY (ts_bucket_start, resource_fingerprint, severity_text, timestamp, id)
SETTINGS index_granularity = 8192, ttl_only_drop_parts = 1`;

export const createSigNozResources = (table: string) => `CREATE TABLE ${table} (
  labels String CODEC(ZSTD(5)), fingerprint String CODEC(ZSTD(1)), seen_at_ts_bucket_start Int64 CODEC(Delta(8), ZSTD(1)),
  _retention_days UInt16 DEFAULT 15, _retention_days_cold UInt16 DEFAULT 0,
  INDEX idx_labels lower(labels) TYPE ngrambf_v1(4, 1024, 3, 0) GRANULARITY 1,
  INDEX idx_labels_v1 labels TYPE ngrambf_v1(4, 1024, 3, 0) GRANULARITY 1
) ENGINE = ReplacingMergeTree PARTITION BY (toDate(seen_at_ts_bucket_start), _retention_days, _retention_days_cold)
ORDER BY (labels, fingerprint, seen_at_ts_bucket_start) SETTINGS ttl_only_drop_parts = 1, index_granularity = 8192`;

/** The exporter floors a line's time to half hours, and writes each resource once for each of them. */
const HALF_HOUR = `intDiv(intDiv(${LINE.us}, 1000000), 1800) * 1800`;

const fillLogs = `INSERT INTO logs_v2 (ts_bucket_start, resource_fingerprint, timestamp, severity_text, severity_number, body, resources_string, attributes_string, attributes_number)
SELECT ${HALF_HOUR}, concat('fp-', ${LINE.service}, '-', ${LINE.host}), ${LINE.us} * 1000 + 999, ${LINE.severityText}, ${LINE.severityNumber}, 'a line',
  map('service.name', ${LINE.service}, 'host.name', ${LINE.host}, 'deployment.environment', ${LINE.environment}), map('exception.type', 'E'), map('retry', toFloat64(number % 2))
FROM ${LINES}`;

const fillResources = `INSERT INTO logs_v2_resource (labels, fingerprint, seen_at_ts_bucket_start)
SELECT format('{{"deployment.environment":"{}","host.name":"web-{}","service.name":"service-{}"}}', if(host < 3, 'staging', 'production'), toString(host), toString(service)),
  format('fp-service-{}-web-{}', toString(service), toString(host)), 1772366400 + 1800 * half_hour
FROM (SELECT number % 7 AS host, intDiv(number, 7) % 40 AS service, intDiv(number, 280) AS half_hour FROM numbers(7 * 40 * 49))`;

export const SIGNOZ: LayoutTable = {
  table: 'logs_v2',
  layout: 'signoz',
  service: 'service-7',
  create: [createSigNozLogs('logs_v2'), createSigNozResources('logs_v2_resource')],
  fill: [fillLogs, fillResources],
  byHand: ({ before, after }) => {
    const inHalfHours = (column: string) =>
      `${column} BETWEEN ${Math.floor(before.fromMs / 1000) - 1800} AND ${Math.ceil(after.toMs / 1000)}`;
    return {
      ms: 'intDiv(timestamp, 1000000)',
      ...levelsByHand('severity_number', 'severity_text'),
      where: `timestamp >= ${before.fromMs}000000 AND timestamp < ${after.toMs}000000 AND ${inHalfHours('ts_bucket_start')} AND resource_fingerprint IN (
        SELECT fingerprint FROM logs_v2_resource WHERE ${inHalfHours('seen_at_ts_bucket_start')} AND labels LIKE '%"service.name":"service-7"%')`,
    };
  },
};
