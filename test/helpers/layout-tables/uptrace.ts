import { LINE, LINES } from '../layout-lines.js';
import type { LayoutTable } from './layout-table.js';

const TEXT = 'LowCardinality(String) Codec(ZSTD(1))';

/** https://github.com/uptrace/uptrace/blob/master/pkg/bunapp/chmigrations/20241018052657_logs.up.sql; its first form did not count. */
export const createUptraceLogs = (table: string, count: string) => `CREATE TABLE ${table} (
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
export const UPTRACE_WEIGHT = 'multiIf(number % 2000 = 7, 10, number % 2000 = 57, 2.5, 1)';

/** The severity as Uptrace writes it, lower-cased behind `log:`; one without a severity is unknown. */
const SYSTEM = `if(${LINE.isError}, ['log:error', 'log:fatal', 'log:panic'][1 + intDiv(number, 2000) % 3], if(number % 50 = 9, 'log:unknown', 'log:info'))`;

export const fillUptraceLogs = (table: string, count: readonly [string, string]) => `INSERT INTO ${table}
  (project_id, type, system, group_id, time, ${count[0]} string_keys, string_values, service_name, host_name, deployment_environment)
SELECT 2, 'log', ${SYSTEM}, number % 11, fromUnixTimestamp64Micro(${LINE.us}), ${count[1]} ['k8s_pod_name'], [concat('pod-', toString(number % 2))], ${LINE.service}, ${LINE.host}, ${LINE.environment}
FROM ${LINES}`;

export const UPTRACE: LayoutTable = {
  table: 'logs_index',
  layout: 'uptrace',
  service: 'service-7',
  create: [createUptraceLogs('logs_index', 'count Float32 Codec(ZSTD(1)),')],
  fill: [fillUptraceLogs('logs_index', ['count,', `${UPTRACE_WEIGHT},`])],
  byHand: ({ before, after }) => {
    const second = (ms: number) => Math.ceil(ms / 1000);
    return {
      ms: 'toInt64(toUnixTimestamp(time)) * 1000',
      isError: "system IN ('log:error', 'log:fatal', 'log:panic')",
      isRecognised: "system IN ('log:info', 'log:error', 'log:fatal', 'log:panic')",
      weight: 'count',
      where: `service_name = 'service-7' AND time >= toDateTime(${second(before.fromMs)}) AND time < toDateTime(${second(after.toMs)})`,
    };
  },
};
