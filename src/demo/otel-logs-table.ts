/** Resource attributes that the exporter keeps as columns of their own beside the map. */
const MATERIALIZED = [
  'k8s.cluster.name',
  'k8s.container.name',
  'k8s.deployment.name',
  'k8s.namespace.name',
  'k8s.node.name',
  'k8s.pod.name',
  'k8s.pod.uid',
  'deployment.environment.name',
] as const;

const MAPS = [
  ['res', 'ResourceAttributes'],
  ['scope', 'ScopeAttributes'],
  ['log', 'LogAttributes'],
] as const;

/**
 * The statement that makes the log table of the OpenTelemetry Collector's clickhouseexporter 0.151 and later on a server
 * with text indexes, which the embedded engine is: the same columns, types, indexes, partitions and sorting key.
 *
 * `table` goes into the statement as it stands: quote it where it comes from a person.
 */
export function createOtelLogs(table = 'otel_logs'): string {
  const map = 'Map(LowCardinality(String), String) CODEC(ZSTD(1))';
  return `CREATE TABLE ${table} (
  Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
  TraceId String CODEC(ZSTD(1)),
  SpanId String CODEC(ZSTD(1)),
  TraceFlags UInt8,
  SeverityText LowCardinality(String) CODEC(ZSTD(1)),
  SeverityNumber UInt8,
  ServiceName LowCardinality(String) CODEC(ZSTD(1)),
  Body String CODEC(ZSTD(1)),
  ResourceSchemaUrl LowCardinality(String) CODEC(ZSTD(1)),
  ResourceAttributes ${map},
  ScopeSchemaUrl LowCardinality(String) CODEC(ZSTD(1)),
  ScopeName String CODEC(ZSTD(1)),
  ScopeVersion LowCardinality(String) CODEC(ZSTD(1)),
  ScopeAttributes ${map},
  LogAttributes ${map},
  EventName String CODEC(ZSTD(1)),
${MATERIALIZED.map((key) => `  \`__otel_materialized_${key}\` LowCardinality(String) MATERIALIZED ResourceAttributes['${key}'] CODEC(ZSTD(1)),`).join('\n')}
  INDEX idx_trace_id TraceId TYPE text(tokenizer = 'array'),
${MAPS.flatMap(([short, column]) => [
  `  INDEX idx_${short}_attr_key mapKeys(${column}) TYPE text(tokenizer = 'array'),`,
  `  INDEX idx_${short}_attr_value mapValues(${column}) TYPE text(tokenizer = 'array'),`,
]).join('\n')}
  INDEX idx_lower_body lower(Body) TYPE text(tokenizer = 'splitByNonAlpha')
)
ENGINE = MergeTree
PARTITION BY toDate(Timestamp)
ORDER BY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)
SETTINGS index_granularity = 8192, ttl_only_drop_parts = 1`;
}
