import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { countLines, expectOnly, expectTruth, LAYOUT_WINDOWS, LINE, LINES } from '../../../helpers/layout-lines.js';
import { windowsAround } from '../../../helpers/log-source.js';

const MAP = (value: string) => `Map(LowCardinality(String), ${value}) CODEC(ZSTD(1))`;

/** https://github.com/SigNoz/signoz-otel-collector/blob/main/cmd/signozschemamigrator/schema_migrator/custom_retention_logs_migrations.go */
const createLogs = (table: string, newer = '') => `CREATE TABLE ${table} (
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

const createResources = (table: string) => `CREATE TABLE ${table} (
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

const filled = { table: 'logs_v2', layout: 'signoz' };
let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  await engine.run(createLogs('logs_v2'), createResources('logs_v2_resource'), fillLogs, fillResources);
});

afterAll(() => engine.close());

test('is recognised as itself and nothing else', () => expectOnly(engine, filled));

describe.each(LAYOUT_WINDOWS)('SigNoz around $releaseMs', (windows) => {
  test('counts every line, and reads no more than a query by hand', async () => {
    const rowsRead = await expectTruth(engine, filled, windows);
    const { fromMs } = windows.before;
    const { toMs } = windows.after;
    const buckets = (column: string) =>
      `${column} BETWEEN ${Math.floor(fromMs / 1000) - 1800} AND ${Math.ceil(toMs / 1000)}`;
    const hand =
      await engine.ask(`SELECT count(), countIf(severity_number >= 17 OR severity_text != 'info') FROM logs_v2
      WHERE timestamp >= ${fromMs}000000 AND timestamp < ${toMs}000000 AND ${buckets('ts_bucket_start')} AND resource_fingerprint IN (
        SELECT fingerprint FROM logs_v2_resource WHERE ${buckets('seen_at_ts_bucket_start')} AND labels LIKE '%"service.name":"service-7"%')`);
    expect(rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
    expect(rowsRead).toBeLessThan(200_000);
  });
});

test('a window in the middle of a half hour keeps the lines of that half hour', async () => {
  // 04:50 lies in the half hour that begins at 04:30, and so do all of its lines.
  const windows = windowsAround(Date.parse('2026-03-02T04:50:00Z'), { bucketMs: 10_000, before: 12, after: 12 });
  await expectTruth(engine, filled, windows);
  const { rows } = await engine.ask(
    `SELECT count() AS lines FROM logs_v2 WHERE timestamp >= ${windows.before.fromMs}000000 AND timestamp < ${windows.after.toMs}000000 AND ts_bucket_start >= ${windows.before.fromMs / 1000}`,
  );
  expect(Number(rows[0]!['lines'])).toBe(0);
});

test('selects by attributes of the resource and of the line, and a missing one matches nothing', async () => {
  const count = (key: string, value: string) => countLines(engine, filled, { canary: [{ key, value }] });
  const all = await countLines(engine, filled, {});
  expect(await count('host', 'web-*')).toBe(all);
  expect(await count('attr:exception.type', 'E')).toBe(all);
  const retries = [await count('attr:retry', '0'), await count('attr:retry', '1')];
  expect([Math.min(...retries) > 0, retries[0]! + retries[1]!]).toEqual([true, all]);
  expect([await count('pod', '*'), await count('version', ''), await count('attr:none', '*')]).toEqual([0, 0, 0]);
  const staging = await countLines(engine, filled, { environment: 'staging' });
  const production = await countLines(engine, filled, { environment: 'production' });
  expect([Math.min(staging, production) > 0, staging + production]).toEqual([true, all]);
});

test.each([`service-7' OR 1 = 1 --`, String.raw`a"b\c`, '<ü%_*>', '{service:String}'])(
  'a service called %s is found as it is, and nothing else',
  async (service) => {
    const labels = JSON.stringify({ 'service.name': service }).replaceAll('<', String.raw`\u003c`);
    await engine.run(
      `INSERT INTO logs_v2 (ts_bucket_start, resource_fingerprint, timestamp, severity_text, resources_string) VALUES (1780000200, ${quoted(service)}, 1780000800000000000, 'fatal', map('service.name', ${quoted(service)}))`,
      `INSERT INTO logs_v2_resource (labels, fingerprint, seen_at_ts_bucket_start) VALUES (${quoted(labels)}, ${quoted(service)}, 1780000200)`,
    );
    const windows = windowsAround(1780000800000);
    expect(await countLines(engine, filled, { service }, windows)).toBe(1);
    const canary = [{ key: 'attr:service.name', value: service }];
    expect(await countLines(engine, filled, { service, canary }, windows)).toBe(1);
    expect(
      await countLines(engine, filled, { service, canary: [{ key: service, value: 'x' }] }, windows).catch(String),
    ).toContain('knows no key');
  },
);

test('the newer JSON column of resources is read where it holds something, the map where it does not', async () => {
  const row = (json: string, map: string) => `(1780000200, 'fp', 1780000800000000000, 'error', '${json}', ${map})`;
  await engine.run(
    'CREATE DATABASE newer',
    createLogs('newer.logs_v2', 'resource JSON(max_dynamic_paths = 100) CODEC(ZSTD(1)),'),
    createResources('newer.logs_v2_resource'),
    `INSERT INTO newer.logs_v2 (ts_bucket_start, resource_fingerprint, timestamp, severity_text, resource, resources_string) VALUES
      ${row('{"service.name": "service-7", "k8s.pod.name": "pod-json"}', 'map()')}, ${row('{}', "map('k8s.pod.name', 'pod-map')")}`,
    `INSERT INTO newer.logs_v2_resource (labels, fingerprint, seen_at_ts_bucket_start) VALUES ('{"service.name":"service-7"}', 'fp', 1780000200)`,
  );
  const pods = ['pod-json', 'pod-map', 'pod-*'].map((value) =>
    countLines(engine, { table: 'newer.logs_v2' }, { canary: [{ key: 'pod', value }] }, windowsAround(1780000800000)),
  );
  expect(await Promise.all(pods)).toEqual([1, 1, 2]);
});

test('a view with a name of its own is read by the resources of the table behind it', async () => {
  await engine.run('CREATE VIEW our_lines AS SELECT * FROM logs_v2');
  const direct = await expectTruth(engine, filled, LAYOUT_WINDOWS[0]!);
  expect(await expectTruth(engine, { ...filled, table: 'our_lines' }, LAYOUT_WINDOWS[0]!)).toBeLessThanOrEqual(
    1.3 * direct,
  );
});

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
