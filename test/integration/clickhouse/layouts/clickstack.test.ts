import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { expectOnly, expectTruth, LAYOUT_WINDOWS, LINE, LINES } from '../../../helpers/layout-lines.js';

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
const CREATE = `CREATE TABLE otel_logs (
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
const FILL = `INSERT INTO otel_logs (Timestamp, SeverityText, SeverityNumber, ServiceName, Body)
SELECT fromUnixTimestamp64Micro(${LINE.us}), lower(${LINE.severityText}), ${LINE.severityNumber}, ${LINE.service}, 'a line' FROM ${LINES}`;

let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  await engine.run(CREATE, FILL);
});

afterAll(() => engine.close());

test('is recognised as itself and nothing else', () => expectOnly(engine, { table: 'otel_logs', layout: 'otel-logs' }));

describe.each(LAYOUT_WINDOWS)('ClickStack around $releaseMs', (windows) => {
  test('counts every line, and reads no more than a query by hand', async () => {
    const rowsRead = await expectTruth(engine, { table: 'otel_logs', layout: 'otel-logs' }, windows);
    const at = (ms: number) => `fromUnixTimestamp64Milli(toInt64(${ms}))`;
    const [from, to] = [at(windows.before.fromMs), at(windows.after.toMs)];
    const hand =
      await engine.ask(`SELECT count(), countIf(SeverityNumber >= 17 OR SeverityText != 'info') FROM otel_logs
      WHERE ServiceName = 'service-7' AND Timestamp >= ${from} AND Timestamp < ${to} AND TimestampTime BETWEEN toDateTime(${from}) AND toDateTime(${to})`);
    expect(rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
    expect(rowsRead).toBeLessThan(50_000);
  });
});

test('levels that were never set are told as such, line by line', async () => {
  await engine.run(
    `INSERT INTO otel_logs (Timestamp, ServiceName, Body) SELECT fromUnixTimestamp64Milli(${LAYOUT_WINDOWS[0]!.releaseMs}), 'silent', 'ERROR: no level' FROM numbers(40)`,
  );
  const { buckets } = await engine.read({ table: 'otel_logs' }, { service: 'silent' }, LAYOUT_WINDOWS[0]!);
  expect(buckets).toMatchObject([{ lines: 40, errors: 0, recognised: 0 }]);
});
