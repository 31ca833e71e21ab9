import type { ClickHouseClient } from '@clickhouse/client';
import { SourceError } from '../errors.js';
import type { Tried } from '../sources/clickhouse/explained.js';
import { failureOfError } from '../sources/clickhouse/failures.js';
import { quoteTable, type TableName } from '../sources/clickhouse/sql.js';
import type { Batch } from './batch.js';
import type { Target } from './target.js';

/** Where batches go. */
export interface Table {
  readonly client: ClickHouseClient;
  readonly name: TableName;
  readonly target: Target;
  readonly tried: Tried;
}

/** What makes a batch count once: its token; and an answer only when it is stored, on every shard. */
function settingsOf({ token }: Batch) {
  return {
    insert_deduplication_token: token,
    insert_deduplicate: 1,
    async_insert: 0,
    distributed_foreground_insert: 1,
    date_time_input_format: 'basic',
  } as const;
}

/**
 * Writes a batch. The server forgets none and counts none twice, as long as it remembers the token.
 * @throws SourceError when it is not certain that the batch was stored.
 */
export async function insertBatch({ client, name, target, tried }: Table, batch: Batch): Promise<void> {
  const [first, ...others] = target.columns;
  const values = [...target.rowsOf(batch)];
  if (values.length === 0) return;
  try {
    await client.insert({
      table: quoteTable(name),
      columns: [first, ...others],
      values,
      format: 'JSONEachRow',
      clickhouse_settings: settingsOf(batch),
    });
  } catch (error) {
    throw failureOfError(error, tried);
  }
}

/**
 * Writes a batch, and makes the table when it is not there: the server may have been away when the collector started.
 * @throws SourceError as {@link insertBatch} does.
 */
export async function insertMaking(table: Table, statements: readonly string[], batch: Batch): Promise<void> {
  try {
    await insertBatch(table, batch);
  } catch (error) {
    if (statements.length === 0 || !(error instanceof SourceError) || error.code !== 'unknown-table') throw error;
    await runStatements(table, statements);
    await insertBatch(table, batch);
  }
}

/** Runs statements that make tables. */
export async function runStatements({ client, tried }: Table, statements: readonly string[]): Promise<void> {
  try {
    for (const query of statements) await client.command({ query });
  } catch (error) {
    throw failureOfError(error, tried);
  }
}

/**
 * Asks whether the table is there with its columns.
 * @throws SourceError when it is not, or when nobody answers.
 */
export async function checkTable({ client, name, target, tried }: Table): Promise<void> {
  try {
    const columns = target.columns.map((column) => `\`${column}\``).join(', ');
    const result = await client.query({ query: `SELECT ${columns} FROM ${quoteTable(name)} LIMIT 0`, format: 'JSON' });
    await result.text();
  } catch (error) {
    throw failureOfError(error, tried);
  }
}
