import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStatements } from '../../../src/collect/ddl.js';
import { runbooks } from '../../../src/runbooks/index.js';
import { MESSAGES } from '../../../src/runbooks/sql.js';
import { createOtelLogs, insertOtelLogs } from '../../helpers/otel-logs.js';

const RELEASE_MS = Date.parse('2026-03-01T12:00:00Z');
const parameters = {
  service: 'pay',
  from: RELEASE_MS - 60_000,
  to: RELEASE_MS + 60_000,
  releasedAt: '2026-03-01T12:00:00.000Z',
};
const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-runbooks-'));
let client: ClickHouseClient;

beforeAll(async () => {
  client = createClient({ connection: createChdbConnection({ path: folder }) as never });
  await client.command({ query: createOtelLogs() });
  for (const query of createStatements({ table: { table: 'log_counts' }, keepDays: 30, cluster: null }))
    await client.command({ query });
  await client.command({
    query: insertOtelLogs([
      { atMs: RELEASE_MS - 1000, service: 'pay', level: 'ERROR', body: 'no answer in 20 ms', count: 3 },
      { atMs: RELEASE_MS - 61_000, service: 'pay', level: 'ERROR', body: 'no answer in 20 ms', count: 9 },
      { atMs: RELEASE_MS + 1000, service: 'pay', level: 'ERROR', body: 'no answer in 30 ms' },
      { atMs: RELEASE_MS + 1000, service: 'pay', level: 'ERROR', body: 'no such card 4711', count: 5 },
      { atMs: RELEASE_MS + 1000, service: 'cart', level: 'ERROR', body: 'no such cart', count: 7 },
    ]),
  });
});

afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

async function rowsOf(sql: string): Promise<readonly unknown[]> {
  const result = await client.query({ query: sql, query_params: parameters, format: 'JSONEachRow' });
  return await result.json();
}

const statements = new Map(
  runbooks.flatMap(({ code, diagnose }) => diagnose.flatMap(({ sql }) => (sql === undefined ? [] : [[sql, code]]))),
);

test.each([...statements].map(([sql, code]) => [code, sql]))('%s: the query runs as it stands', async (_, sql) => {
  expect(Array.isArray(await rowsOf(sql))).toBe(true);
});

test('messages are told apart by before and after the release, numbers folded', async () => {
  expect(await rowsOf(MESSAGES)).toMatchObject([
    { message: 'no such card #', before: 0, after: 5 },
    { message: 'no answer in # ms', before: 3, after: 1 },
  ]);
});
