import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';
import { expect } from 'vitest';
import { layoutOfTable } from '../../src/sources/clickhouse/layout-of-table.js';
import type { Layout } from '../../src/sources/clickhouse/layouts/layout.js';
import type { Windows } from '../../src/core/window.js';
import type { Parameters } from '../../src/sources/clickhouse/sql.js';
import type { EmbeddedSettings, Selection } from '../../src/sources/settings.js';
import type { LogSource, Reading } from '../../src/sources/source.js';
import { NEVER, TOOLS, withSource } from './log-source.js';

/** The engine with tables as their producers make them, and the real source on top of it. */
export interface LayoutEngine {
  run(...statements: readonly string[]): Promise<void>;
  ask(sql: string, parameters?: Parameters): Promise<Asked>;
  /** Reads the windows as a judgement would; `layout` is the one that was chosen. */
  read(
    settings: Partial<EmbeddedSettings>,
    selection: Partial<Selection>,
    windows: Windows,
  ): Promise<Reading & { readonly layout: string | null }>;
  /** Hands the connected source to the test. */
  open<T>(
    settings: Partial<EmbeddedSettings>,
    selection: Partial<Selection>,
    use: (source: LogSource) => Promise<T>,
  ): Promise<T>;
  /** The layout of a table, as it is learnt for queries that others send. */
  layoutOf(settings: Partial<EmbeddedSettings>): Promise<Layout>;
  close(): Promise<void>;
}

/** What a query gave, and what it cost. */
export interface Asked {
  readonly rows: readonly Record<string, unknown>[];
  readonly rowsRead: number;
  readonly bytesRead: number;
  /** From asking to the whole answer. */
  readonly elapsedMs: number;
}

/** Opens an empty engine of this process; hold it for a whole test file, because one process has one data directory. */
export async function openLayoutEngine(): Promise<LayoutEngine> {
  const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-test-'));
  const client: ClickHouseClient = createClient({ connection: createChdbConnection({ path: folder }) as never });
  // A repeated condition reads less: then a reading would look better than it is.
  await client.command({ query: 'SET use_query_condition_cache = 0' });
  const open: LayoutEngine['open'] = (settings, selection, use) =>
    withSource({ kind: 'chdb', path: folder, columns: {}, ...settings }, selection, async (source) => {
      await source.connect(NEVER);
      return await use(source);
    });
  return {
    open,
    async run(...statements) {
      for (const query of statements) await client.command({ query });
    },
    async ask(query, parameters = {}) {
      const startedMs = performance.now();
      const answer = await client.query({ query, format: 'JSON', query_params: { ...parameters } });
      const { data, statistics } = await answer.json<Record<string, unknown>>();
      return {
        rows: data,
        rowsRead: statistics?.rows_read ?? 0,
        bytesRead: statistics?.bytes_read ?? 0,
        elapsedMs: performance.now() - startedMs,
      };
    },
    read: (settings, selection, windows) =>
      open(settings, selection, async (source) => {
        const reading = await source.read(windows, windows.after.toMs, NEVER);
        return { ...reading, layout: source.info.layout };
      }),
    layoutOf: (settings) => layoutOfTable({ kind: 'chdb', path: folder, columns: {}, ...settings }, TOOLS, NEVER),
    async close() {
      await client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Expects a reading to hold what a hand-written query counts: `rows` have `ms` (start of a bucket of `bucketMs`),
 * `errors` and `lines`, one row a non-empty bucket.
 */
export function expectCounts(reading: Reading, rows: readonly Record<string, unknown>[]): void {
  const counted = rows.map(({ ms, errors, lines }) => ({
    startMs: Number(ms),
    errors: Number(errors),
    lines: Number(lines),
  }));
  const read = reading.buckets
    .filter(({ lines }) => lines > 0)
    .map(({ startMs, errors, lines }) => ({ startMs, errors, lines }))
    .toSorted((a, b) => a.startMs - b.startMs);
  expect(counted.length).toBeGreaterThan(0);
  expect(read).toEqual(counted.toSorted((a, b) => a.startMs - b.startMs));
}
