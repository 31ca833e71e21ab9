import { LINE, LINES } from '../layout-lines.js';
import { instant, levelsByHand, type LayoutTable } from './layout-table.js';

const MAP = 'Map(LowCardinality(String), String) CODEC(ZSTD(1))';
const KUBERNETES = [
  'cluster.name',
  'container.name',
  'deployment.name',
  'namespace.name',
  'node.name',
  'pod.name',
  'pod.uid',
];

/** https://github.com/hyperdxio/hyperdx/blob/main/docker/otel-collector/schema/seed/00002_otel_logs.sql at ecbc2a8 */
const CREATE = `CREATE TABLE clickstack_logs (
  Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)), TimestampTime DateTime DEFAULT toDateTime(Timestamp),
  TraceId String CODEC(ZSTD(1)), SpanId String CODEC(ZSTD(1)), TraceFlags UInt8,
  SeverityText LowCardinality(String) CODEC(ZSTD(1)), SeverityNumber UInt8, ServiceName LowCardinality(String) CODEC(ZSTD(1)),
  Body String CODEC(ZSTD(1)), ResourceSchemaUrl LowCardinality(String) CODEC(ZSTD(1)), ResourceAttributes ${MAP},
  ScopeSchemaUrl LowCardinality(String) CODEC(ZSTD(1)), ScopeName String CODEC(ZSTD(1)), ScopeVersion LowCardinality(String) CODEC(ZSTD(1)),
  ScopeAttributes ${MAP}, LogAttributes ${MAP},
  ${KUBERNETES.map((key) => `\`__hdx_materialized_k8s.${key}\` LowCardinality(String) MATERIALIZED ResourceAttributes['k8s.${key}'] CODEC(ZSTD(1)),`).join('\n  ')}
  \`__hdx_materialized_deployment.environment.name\` LowCardinality(String) MATERIALIZED ResourceAttributes['deployment.environment.name'] CODEC(ZSTD(1)),
  INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX idx_lower_body lower(Body) TYPE tokenbf_v1(32768, 3, 0) GRANULARITY 8
) ENGINE = MergeTree PARTITION BY toDate(TimestampTime) PRIMARY KEY (ServiceName, TimestampTime) ORDER BY (ServiceName, TimestampTime, Timestamp)
SETTINGS index_granularity = 8192, ttl_only_drop_parts = 1`;

/** Its collector writes levels in small letters. */
const FILL = `INSERT INTO clickstack_logs (Timestamp, SeverityText, SeverityNumber, ServiceName, Body, ResourceAttributes, LogAttributes)
SELECT fromUnixTimestamp64Micro(${LINE.us}), lower(${LINE.severityText}), ${LINE.severityNumber}, ${LINE.service}, 'a line',
  map('host.name', ${LINE.host}, 'k8s.deployment.name', concat('deployment-of-', ${LINE.host}), 'deployment.environment.name', ${LINE.environment}),
  map('exception.type', 'E')
FROM ${LINES}`;

export const CLICKSTACK: LayoutTable = {
  table: 'clickstack_logs',
  layout: 'otel-logs',
  service: 'service-7',
  create: [CREATE],
  fill: [FILL],
  byHand: ({ before, after }) => {
    const [from, to] = [instant(before.fromMs), instant(after.toMs)];
    return {
      ms: 'toUnixTimestamp64Milli(Timestamp)',
      ...levelsByHand('SeverityNumber', 'SeverityText'),
      where: `ServiceName = 'service-7' AND Timestamp >= ${from} AND Timestamp < ${to} AND TimestampTime BETWEEN toDateTime(${from}) AND toDateTime(${to})`,
    };
  },
};
