import { createClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startClickHouse, type ClickHouseServer } from '../../helpers/clickhouse-http.js';
import { createOtelLogs, fillOtelLogs, insertOtelLogs } from '../../helpers/otel-logs.js';

// The test server must behave as a ClickHouse server does, or every test behind it proves nothing.
let server: ClickHouseServer;

beforeAll(async () => {
  server = await startClickHouse();
});
afterAll(async () => {
  await server.close();
});

test('speaks enough HTTP for the real client: ping, parameters, settings, JSON with statistics', async () => {
  const client = createClient({ url: server.url });
  expect(await client.ping()).toEqual({ success: true });
  const hostile = `a'b"c\`d\\e\n\t{x:String} -- ; DROP`;
  const result = await client.query({
    query: `SELECT {x:String} AS x, getSetting('max_threads') AS threads`,
    query_params: { x: hostile },
    clickhouse_settings: { max_threads: 3 },
    format: 'JSON',
  });
  expect(await result.json()).toMatchObject({ data: [{ x: hostile, threads: 3 }], statistics: { rows_read: 1 } });
  const next = await client.query({ query: `SELECT getSetting('max_threads') != 3 AS other`, format: 'JSON' });
  expect(await next.json()).toMatchObject({ data: [{ other: 1 }] });
  await client.close();
});

test('answers errors with the status and the header of a server', async () => {
  const missing = await fetch(server.url, { method: 'POST', body: 'SELECT * FROM nowhere' });
  expect(missing.status).toBe(404);
  expect(missing.headers.get('x-clickhouse-exception-code')).toBe('60');
  expect(await missing.text()).toMatch(/^Code: 60\. DB::Exception: .*\(UNKNOWN_TABLE\) \(version/);
  const database = await fetch(`${server.url}/?database=nowhere`, { method: 'POST', body: 'SELECT 1' });
  expect([database.status, database.headers.get('x-clickhouse-exception-code')]).toEqual([404, '81']);
});

test('makes the collector’s table and fills it', async () => {
  await server.run(createOtelLogs());
  await server.run(
    insertOtelLogs([{ atMs: 1_700_000_000_000, service: 'pay', level: 'ERROR', host: 'web-01', count: 3 }]),
  );
  expect(await server.run(`SELECT count(), any(ResourceAttributes['host.name']) FROM otel_logs`)).toBe('3\tweb-01\n');
  await server.run(fillOtelLogs({ rows: 1000, services: 4, fromMs: 1_700_000_000_000, toMs: 1_700_003_600_000 }));
  expect(await server.run(`SELECT uniq(ServiceName) FROM otel_logs WHERE ServiceName LIKE 'service-%'`)).toBe('4\n');
});
