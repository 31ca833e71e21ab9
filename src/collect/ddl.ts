import { quoteIdentifier, quoteTable, type TableName } from '../sources/clickhouse/sql.js';

/** A table to be made. */
export interface NewTable {
  readonly table: TableName;
  /** After how many days rows go. */
  readonly keepDays: number;
  /** The cluster to make it on; null for a single server. */
  readonly cluster: string | null;
}

/** Batches whose tokens a table remembers: at one in 30 s the last eight hours of one collector. */
const REMEMBERED_BATCHES = 1000;

/** Replicated tables forget by age too, by default after an hour: a batch whose answer was lost may wait longer to be sent again. */
const REMEMBERED_SECONDS = 7 * 86_400;

/**
 * The statements that make the table of counts; on a cluster a replicated table on each server and a distributed one over them.
 *
 * Sorted by service and time, which is what a verdict asks for; a time is the end of what is counted. SummingMergeTree throws away rows
 * that are zero in every sum: `heard` never is, so that a count of zero stays, the proof that somebody was there to count.
 */
export function createStatements({ table, keepDays, cluster }: NewTable): readonly string[] {
  if (cluster === null) {
    return [
      statement(
        table,
        null,
        'SummingMergeTree((count, heard))',
        keepDays,
        `, non_replicated_deduplication_window = ${REMEMBERED_BATCHES}`,
      ),
    ];
  }
  const local = { ...table, table: `${table.table}_local` };
  const database = table.database === undefined ? 'currentDatabase()' : quoteIdentifier(table.database);
  const replicated = `ReplicatedSummingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', (count, heard))`;
  return [
    statement(
      local,
      cluster,
      replicated,
      keepDays,
      `, replicated_deduplication_window = ${REMEMBERED_BATCHES}, replicated_deduplication_window_seconds = ${REMEMBERED_SECONDS}`,
    ),
    `CREATE TABLE IF NOT EXISTS ${quoteTable(table)} ON CLUSTER ${quoteIdentifier(cluster)} AS ${quoteTable(local)}
ENGINE = Distributed(${quoteIdentifier(cluster)}, ${database}, ${quoteIdentifier(local.table)}, cityHash64(service))`,
  ];
}

function statement(table: TableName, cluster: string | null, engine: string, keepDays: number, more: string): string {
  return `CREATE TABLE IF NOT EXISTS ${quoteTable(table)}${cluster === null ? '' : ` ON CLUSTER ${quoteIdentifier(cluster)}`}
(
  time DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  service LowCardinality(String),
  level LowCardinality(String),
  host LowCardinality(String),
  version LowCardinality(String),
  count UInt64 CODEC(T64, ZSTD(1)),
  heard UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = ${engine}
PARTITION BY toDate(time)
ORDER BY (service, time, level, host, version)
TTL time + INTERVAL ${keepDays} DAY
SETTINGS ttl_only_drop_parts = 1${more}`;
}
