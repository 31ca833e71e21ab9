import type { ClickHouseClient } from '@clickhouse/client';
import type { Interval } from '../core/window.js';
import { logRows, type LogRow } from './logs.js';
import { createOtelLogs } from './otel-logs-table.js';
import { SCENARIOS } from './scenarios.js';

/** Rows an insert: few parts in the table, and no more of them in memory at a time than a small machine has room for. */
const CHUNK_ROWS = 10_000;

/** Makes the log table and fills it with the lines of every scenario; returns how many there are. */
export async function loadLogs(
  client: ClickHouseClient,
  span: Interval,
  seed: number,
  signal: AbortSignal,
): Promise<number> {
  await client.command({ query: createOtelLogs() });
  let rows = 0;
  for (const scenario of SCENARIOS) {
    for (const values of chunks(logRows(scenario, span, seed))) {
      signal.throwIfAborted();
      await client.insert({ table: 'otel_logs', format: 'JSONEachRow', values });
      rows += values.length;
    }
  }
  return rows;
}

function* chunks(rows: Iterable<LogRow>): Generator<LogRow[]> {
  let chunk: LogRow[] = [];
  for (const row of rows) {
    if (chunk.push(row) < CHUNK_ROWS) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
