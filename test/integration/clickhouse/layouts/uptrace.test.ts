import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { countLines, expectOnly, expectTruth, LAYOUT_WINDOWS, LINE, LINES } from '../../../helpers/layout-lines.js';

const TEXT = 'LowCardinality(String) Codec(ZSTD(1))';

/** https://github.com/uptrace/uptrace/blob/master/pkg/bunapp/chmigrations/20241018052657_logs.up.sql; its first form did not count. */
const createLogs = (table: string, count: string) => `CREATE TABLE ${table} (
  id UInt64 Codec(T64, ZSTD(1)), trace_id UUID Codec(ZSTD(1)), parent_id UInt64 Codec(ZSTD(1)),
  project_id UInt32 Codec(DoubleDelta, ZSTD(1)), type ${TEXT}, system ${TEXT}, group_id UInt64 Codec(Delta, ZSTD(1)),
  kind ${TEXT}, name ${TEXT}, event_name String Codec(ZSTD(1)), display_name String Codec(ZSTD(1)),
  time DateTime Codec(Delta, ZSTD(1)), ${count}
  all_keys Array(LowCardinality(String)) Codec(ZSTD(1)), string_keys Array(LowCardinality(String)) Codec(ZSTD(1)), string_values Array(String) Codec(ZSTD(1)),
  otel_library_name ${TEXT}, otel_library_version ${TEXT}, deployment_environment ${TEXT},
  service_name ${TEXT}, service_version ${TEXT}, service_namespace ${TEXT}, host_name ${TEXT},
  client_socket_port Int32 Codec(ZSTD(1)), url_full String Codec(ZSTD(1)), http_response_status_code UInt16 Codec(ZSTD(1)),
  log_severity ${TEXT}, log_message String Codec(ZSTD(1)), exception_type ${TEXT}, exception_message String Codec(ZSTD(1))
) ENGINE = MergeTree() ORDER BY (project_id, system, group_id, time) PARTITION BY toDate(time) SETTINGS ttl_only_drop_parts = 1`;

/** Sampled: a row of a thousandth stands for ten lines, one of its neighbours for two and a half. */
const WEIGHT = 'multiIf(number % 2000 = 7, 10, number % 2000 = 57, 2.5, 1)';

/** The severity as Uptrace writes it, lower-cased behind `log:`; one without a severity is unknown. */
const SYSTEM = `if(${LINE.isError}, ['log:error', 'log:fatal', 'log:panic'][1 + intDiv(number, 2000) % 3], if(number % 50 = 9, 'log:unknown', 'log:info'))`;

const fill = (table: string, count: readonly [string, string]) => `INSERT INTO ${table}
  (project_id, type, system, group_id, time, ${count[0]} string_keys, string_values, service_name, host_name, deployment_environment)
SELECT 2, 'log', ${SYSTEM}, number % 11, fromUnixTimestamp64Micro(${LINE.us}), ${count[1]} ['k8s_pod_name'], [concat('pod-', toString(number % 2))], ${LINE.service}, ${LINE.host}, ${LINE.environment}
FROM ${LINES}`;

const filled = { table: 'logs_index', layout: 'uptrace', clockUs: 1_000_000, weight: WEIGHT };
let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  await engine.run(
    createLogs('logs_index', 'count Float32 Codec(ZSTD(1)),'),
    fill('logs_index', ['count,', `${WEIGHT},`]),
  );
});

afterAll(() => engine.close());

test('is recognised as itself and nothing else', () => expectOnly(engine, filled));

describe.each(LAYOUT_WINDOWS)('Uptrace around $releaseMs', (windows) => {
  test('sums what every row stands for, and reads no more than a query by hand', async () => {
    const rowsRead = await expectTruth(engine, filled, windows);
    const second = (ms: number) => Math.ceil(ms / 1000);
    const hand =
      await engine.ask(`SELECT sum(count), sumIf(count, system IN ('log:error', 'log:fatal', 'log:panic')) FROM logs_index
      WHERE service_name = 'service-7' AND time >= toDateTime(${second(windows.before.fromMs)}) AND time < toDateTime(${second(windows.after.toMs)})`);
    expect(rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
  });
});

test('selects by columns and by the other attributes, and a missing one matches nothing', async () => {
  const count = (key: string, value: string) => countLines(engine, filled, { canary: [{ key, value }] });
  const all = await countLines(engine, filled, {});
  expect(await count('host', 'web-*')).toBe(all);
  expect(await count('attr:host.name', 'web-*')).toBe(all);
  const pods = [await count('pod', 'pod-0'), await count('attr:k8s.pod.name', 'pod-1')];
  expect([Math.min(...pods) > 0, pods[0]! + pods[1]!]).toEqual([true, all]);
  expect([await count('version', '*'), await count('instance', ''), await count(`attr:it's`, '*')]).toEqual([0, 0, 0]);
  const staging = await countLines(engine, filled, { environment: 'staging' });
  expect(staging + (await countLines(engine, filled, { environment: 'production' }))).toBe(all);
  expect(await countLines(engine, filled, { service: `service-7' OR '1` })).toBe(0);
});

test('a severity that Uptrace did not understand is told apart', async () => {
  const { buckets } = await engine.read({ table: 'logs_index' }, { service: 'service-7' }, LAYOUT_WINDOWS[0]!);
  const [lines, recognised] = [
    buckets.reduce((sum, one) => sum + one.lines, 0),
    buckets.reduce((sum, one) => sum + (one.recognised ?? 0), 0),
  ];
  expect(lines - recognised).toBeGreaterThan(lines / 60);
  expect(lines - recognised).toBeLessThan(lines / 40);
});

test('the first generation, without counts, counts rows', async () => {
  await engine.run(createLogs('logs_index_0', ''), fill('logs_index_0', ['', '']));
  await expectTruth(engine, { ...filled, table: 'logs_index_0', weight: '1' }, LAYOUT_WINDOWS[1]!);
});
