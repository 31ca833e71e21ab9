import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startClickHouse } from '../helpers/clickhouse-http.js';
import { answer, startReceiver } from '../helpers/http-receiver.js';
import { createOtelLogs } from '../helpers/otel-logs.js';
import { runCli } from '../helpers/run-cli.js';
import { Traffic, watching } from '../helpers/watching.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-watch-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('one crossing and one recovery are told, though the server was away in between; SIGTERM ends it with 0', async () => {
  const dataDirectory = mkdtempSync(path.join(folder, 'data-'));
  const first = await startClickHouse({ dataDirectory });
  await first.run(createOtelLogs());
  const receiver = await startReceiver(answer(200));
  const config = path.join(folder, 'canary-verdict.json');
  writeFileSync(config, JSON.stringify({ notify: [{ type: 'webhook', url: receiver.url }] }), { mode: 0o600 });
  const traffic = new Traffic();
  traffic.writeTo(first);
  await delay(500);
  const watch = watching('--url', first.url, '--config', config, '--http', '127.0.0.1:0');
  while (!watch.said().includes('watching payments')) await delay(20);
  const [, health = ''] = /health on (\S+)\/healthz/.exec(watch.said()) ?? [];
  await delay(4000);
  expect(watch.events()).toEqual([]);

  traffic.errorsASecond = 80;
  await watch.until('crossed');
  expect(await (await fetch(`${health}/metrics`)).text()).toMatch(/^canary_verdict_watch_alarmed 1$/m);

  traffic.writeTo(null);
  const { port } = first;
  await first.close();
  await watch.until('blind');
  expect(await (await fetch(`${health}/healthz`)).json()).toMatchObject({ isAlarmed: true, view: 'source-failed' });

  const second = await startClickHouse({ dataDirectory, port });
  traffic.writeTo(second);
  await watch.until('seeing');
  traffic.errorsASecond = 2;
  await watch.until('recovered');
  const code = await watch.ended('SIGTERM');
  await traffic.end();
  await second.close();
  await receiver.close();
  expect(code).toBe(0);
  expect(watch.events().map(({ event }) => event)).toEqual(['crossed', 'blind', 'seeing', 'recovered']);
  const told = receiver.received.map(({ headers }) => headers['x-canary-verdict-event']);
  expect(told).toEqual(['rollback', 'error', 'recovered']);
  expect(watch.said()).not.toContain('warning');
}, 90_000);

test('Ctrl-C ends it with 130', async () => {
  const server = await startClickHouse();
  await server.run(createOtelLogs());
  const watch = watching('--url', server.url, '--no-http');
  while (!watch.said().includes('watching payments')) await delay(20);
  const code = await watch.ended('SIGINT');
  await server.close();
  expect([code, watch.said()]).toEqual([130, 'watching payments\ninterrupted by SIGINT: the watch is over\n']);
});

test('a table that is not there is told at once, with 3', async () => {
  const server = await startClickHouse();
  const run = await runCli(['watch', '--service', 'payments', '--url', server.url, '--no-http']);
  await server.close();
  expect([run.code, run.stdout]).toEqual([3, '']);
  expect(run.stderr).toMatch(/^watching payments\nerror: [^\n]*otel_logs/);
});

test.for([
  { says: 'a silence that is none', args: ['--silence', '25:00-06:00'], names: /--silence/ },
  { says: 'half a bucket', args: ['--window', '45s'], names: /--window 45s/ },
  { says: 'a fixed past', args: ['--before', '2026-01-01T00:00:00Z/2026-01-01T01:00:00Z'], names: /--before/ },
])('$says is refused with 2', async ({ args, names }) => {
  const run = await runCli(['watch', '--service', 'payments', '--url', 'http://127.0.0.1:9', ...args]);
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toMatch(names);
});
