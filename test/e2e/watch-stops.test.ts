import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startClickHouse } from '../helpers/clickhouse-http.js';
import { answer, startReceiver } from '../helpers/http-receiver.js';
import { createOtelLogs } from '../helpers/otel-logs.js';
import { startTcpProxy } from '../helpers/tcp-proxy.js';
import { Traffic, watching } from '../helpers/watching.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-watch-stops-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('SIGTERM ends it with 0 while a query hangs', async () => {
  const server = await startClickHouse();
  await server.run(createOtelLogs());
  const proxy = await startTcpProxy({ port: server.port });
  const watch = watching('--url', proxy.url, '--no-http');
  while (!watch.said().includes('watching payments')) await delay(20);
  proxy.fail({ kind: 'hang' });
  while (proxy.struck() === 0) await delay(20);
  const code = await watch.ended('SIGTERM');
  await proxy.close();
  await server.close();
  expect([code, watch.said()]).toEqual([0, 'watching payments\n']);
});

test('a night of restarts: whom nobody told is told after it, an alarm is told once, and silence ends none', async () => {
  const server = await startClickHouse();
  await server.run(createOtelLogs());
  const traffic = new Traffic();
  onTestFinished(() => traffic.end());
  traffic.writeTo(server);
  traffic.errorsASecond = 2;
  await delay(500);
  let isHanging = true;
  const receiver = await startReceiver((response, nth) => {
    if (!isHanging) answer(200)(response, nth);
  });
  const told = () => receiver.received.map(({ headers }) => headers['x-canary-verdict-event']);
  const config = path.join(folder, 'canary-verdict.json');
  writeFileSync(config, JSON.stringify({ notify: [{ type: 'webhook', url: receiver.url }] }), { mode: 0o600 });
  const state = path.join(folder, 'state.json');
  const again = () => watching('--url', server.url, '--config', config, '--state', state, '--no-http');

  const hanging = again();
  await delay(3000);
  traffic.errorsASecond = 80;
  await hanging.until('crossed');
  while (receiver.received.length === 0) await delay(20);
  expect([await hanging.ended('SIGTERM'), hanging.said()]).toEqual([0, expect.not.stringContaining('warning')]);

  isHanging = false;
  const telling = again();
  await telling.until('crossed');
  while (receiver.received.length === 1) await delay(20);
  await delay(2500);
  expect(await telling.ended('SIGTERM')).toBe(0);
  expect(told()).toEqual(['rollback', 'rollback']);

  traffic.writeTo(null);
  await delay(8000);
  const blind = again();
  await blind.until('blind');
  await delay(3000);
  expect(await blind.ended('SIGTERM')).toBe(0);
  expect(blind.events().map(({ event }) => event)).toEqual(['blind']);

  traffic.errorsASecond = 2;
  traffic.writeTo(server);
  const healed = again();
  await healed.until('recovered');
  await delay(1000);
  expect(await healed.ended('SIGTERM')).toBe(0);
  expect(healed.events().map(({ event }) => event)).toEqual(['seeing', 'recovered']);
  expect(told()).toEqual(['rollback', 'rollback', 'inconclusive', 'recovered']);
  expect(readdirSync(folder)).toEqual(['canary-verdict.json', 'state.json']);
  await receiver.close();
  await server.close();
}, 90_000);
