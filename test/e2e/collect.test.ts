import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { startClickHouse, type ClickHouseServer } from '../helpers/clickhouse-http.js';
import { startCollecting, type Collecting } from '../helpers/collecting.js';
import { runCli } from '../helpers/run-cli.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-collect-'));
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
});

const collecting = (url: string): Promise<Collecting> => startCollecting(url, path.join(folder, 'spool'));

async function send(port: number, lines: readonly string[]): Promise<void> {
  const socket = createSocket('udp4');
  for (const line of lines) {
    await new Promise((resolve) => {
      socket.send(line, port, '127.0.0.1', resolve);
    });
  }
  socket.close();
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(50);
}

const errorsIn = async (server: ClickHouseServer): Promise<number> =>
  Number(await server.run("SELECT sum(count) FROM log_counts WHERE service = 'pay' AND level = 'ERROR' FORMAT TSV"));

const THOUSAND = Array.from({ length: 1000 }, () => 'pay.logs.ERROR:1|c');

test('SIGTERM writes what was counted and ends with 0', async () => {
  const server = await startClickHouse();
  onTestFinished(() => server.close());
  const collector = await collecting(server.url);
  await send(collector.udpPort, THOUSAND);
  await until(async () => (await collector.metric('counters_total')) === 1000);
  expect(await collector.ended('SIGTERM')).toEqual([0, null]);
  expect(await errorsIn(server)).toBe(1000);
});

test('Ctrl-C writes what was counted too, and ends with 130', async () => {
  const server = await startClickHouse();
  onTestFinished(() => server.close());
  const collector = await collecting(server.url);
  await send(collector.udpPort, THOUSAND);
  await until(async () => (await collector.metric('counters_total')) === 1000);
  expect(await collector.ended('SIGINT')).toEqual([130, null]);
  expect(collector.said()).toMatch(/\ninterrupted by SIGINT: [^\n]*\n$/);
  expect(await errorsIn(server)).toBe(1000);
});

test('a restart of ClickHouse and kill -9 of the collector lose nothing that an interval had closed, and count nothing twice', async () => {
  const dataDirectory = path.join(folder, 'data');
  const first = await startClickHouse({ dataDirectory });
  const collector = await collecting(first.url);
  await send(collector.udpPort, THOUSAND);
  await until(async () => (await collector.metric('flushed_rows_total')) > 1);
  await until(async () => (await errorsIn(first)) === 1000);
  first.kill();
  await delay(300);
  await send(collector.udpPort, THOUSAND);
  await until(async () => (await collector.metric('counters_total')) === 2000);
  const spooled = await collector.metric('spooled_batches');
  // One more interval is closed, with the second thousand or behind it; then the next one is too.
  await until(async () => (await collector.metric('spooled_batches')) >= spooled + 2);
  expect(await collector.ended('SIGKILL')).toEqual([null, 'SIGKILL']);

  const second = await startClickHouse({ dataDirectory });
  onTestFinished(() => second.close());
  const next = await collecting(second.url);
  await until(async () => (await next.metric('spooled_batches')) === 0);
  expect(await next.ended('SIGTERM')).toEqual([0, null]);
  expect(next.said()).toContain('the collector before this one was killed');
  expect(await errorsIn(second)).toBe(2000);
});

test('what is collected is judged like log lines', async () => {
  const server = await startClickHouse();
  onTestFinished(() => server.close());
  const { stdout } = await runCli(['collect', '--create-table', 'print', '--keep', '365d']);
  await server.run(stdout.trim().replace(/;$/, ''));
  const releaseMs = Math.floor((Date.now() - 600_000) / 30_000) * 30_000;
  // Half an hour with one error in each interval, then five minutes with nine; a hundred lines in each.
  await server.run(`INSERT INTO log_counts SELECT fromUnixTimestamp(toInt64(${releaseMs / 1000 - 1800} + 30 * (1 + intDiv(number, 2)))), 'pay',
    if(number % 2 = 0, 'INFO', 'ERROR'), 'web-01', '', if(number % 2 = 0, 100, if(number < 120, 1, 9)), 1 FROM numbers(140)`);
  const flags = ['--url', server.url, '--table', 'log_counts', '--service', 'pay', '--released-at', String(releaseMs)];
  const judged = await runCli(['judge', ...flags, '--format', 'json']);
  expect([judged.code, judged.stderr.includes('error:')]).toEqual([10, false]);
  const { series } = JSON.parse(judged.stdout) as {
    series: { before: { errors: number[]; lines: number[] }; after: { errors: number[] } };
  };
  expect(new Set(series.before.errors)).toEqual(new Set([1]));
  expect(new Set(series.before.lines)).toEqual(new Set([101]));
  expect(series.after.errors.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 9));
});

test.for([
  { after: 'if(number < 60, 0, 9)', code: 10, why: 'nine errors in each count, where zero was said before' },
  { after: '0', code: 0, why: 'zero was said all the time' },
  { after: '0', counts: 65, code: 20, why: 'zero was said, and then nothing any more' },
])('an application that counts errors alone, with zeros: $code, $why', async ({ after, counts = 80, code }) => {
  const server = await startClickHouse();
  onTestFinished(() => server.close());
  const { stdout } = await runCli(['collect', '--create-table', 'print', '--keep', '365d']);
  await server.run(stdout.trim().replace(/;$/, ''));
  const releaseSeconds = Math.floor((Date.now() - 600_000) / 30_000) * 30;
  const time = `fromUnixTimestamp(toInt64(${releaseSeconds - 1800} + 30 * (1 + number)))`;
  await server.run(
    `INSERT INTO log_counts SELECT ${time}, 'pay', 'ERROR', 'web-01', '', ${after}, 30 FROM numbers(${counts})`,
  );
  await server.run(
    `INSERT INTO log_counts SELECT ${time}, 'canary-verdict-collect', 'INFO', 'here', '1', 30, 1 FROM numbers(80)`,
  );
  const flags = [
    '--url',
    server.url,
    '--table',
    'log_counts',
    '--service',
    'pay',
    '--released-at',
    String(releaseSeconds * 1000),
  ];
  expect((await runCli(['judge', ...flags])).code).toBe(code);
});

test.for([
  { lost: 0, code: 0, finding: undefined, why: 'nothing was lost' },
  { unheard: 62, code: 20, finding: 'unknown', why: 'nobody listened in the third count after the release' },
  { unheard: 69, code: 20, finding: 'unknown', why: 'the collector was killed in the last count, and is back' },
  { unheard: 40, code: 0, finding: undefined, why: 'nobody listened for a while before it' },
  { lost: 20, code: 0, finding: 'note', why: 'two of a thousand counters were lost' },
  { lost: 2000, code: 20, finding: 'unknown', why: 'most of what was sent was lost, so errors may be' },
])('what the collector says it lost: $code, $why', async ({ lost = 0, unheard = -1, code, finding }) => {
  const server = await startClickHouse();
  onTestFinished(() => server.close());
  const { stdout } = await runCli(['collect', '--create-table', 'print', '--keep', '365d']);
  await server.run(stdout.trim().replace(/;$/, ''));
  const releaseSeconds = Math.floor((Date.now() - 600_000) / 30_000) * 30;
  const row = (service: string, level: string, count: string) =>
    server.run(`INSERT INTO log_counts SELECT fromUnixTimestamp(toInt64(${releaseSeconds - 1800} + 30 * (1 + number))), '${service}', '${level}', 'here', '',
      ${count}, 1 FROM numbers(80) WHERE ${count} > 0 AND number != ${unheard}`);
  // So few that a silence of its own tells nothing.
  await row('pay', 'INFO', '1');
  await row('canary-verdict-collect', 'INFO', '1000');
  // In the third count after the release alone.
  await row('canary-verdict-collect', 'ERROR', `if(number = 62, ${lost}, 0)`);
  const flags = ['--url', server.url, '--table', 'log_counts', '--service', 'pay', '--format', 'json'];
  const judged = await runCli(['judge', ...flags, '--released-at', String(releaseSeconds * 1000)]);
  const { findings } = JSON.parse(judged.stdout) as { findings: { code: string; outcome: string }[] };
  const found = findings.find((one) => one.code === 'counters-lost');
  expect([judged.code, found?.outcome]).toEqual([code, finding]);
});

test('a table that is not there ends with 3 and says how to make it', async () => {
  const server = await startClickHouse();
  onTestFinished(() => server.close());
  const run = await runCli(['collect', '--url', server.url, '--spool', path.join(folder, 'spool')]);
  expect([run.code, run.stdout]).toEqual([3, '']);
  expect(run.stderr).toContain('--create-table run');
});

test('every flag of collect stands in the README, and no other', async () => {
  const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
  const { stdout } = await runCli(['help', 'collect']);
  const flagsIn = (text: string) => new Set(text.match(/(?<![\w-])--[a-z][a-z-]+/g));
  const [, table = ''] = /## Counters instead of logs\n[^]*?(\| flag [^]*?)\n\n## /.exec(readme) ?? [];
  const told = flagsIn(table);
  const known = flagsIn(stdout);
  known.delete('--help');
  expect([...told].sort()).toEqual([...known].sort());
});

test('the embedded engine takes counters too, and judges them afterwards', async () => {
  const database = `chdb:${path.join(folder, 'database')}`;
  const collector = await collecting(database);
  await send(collector.udpPort, THOUSAND);
  await until(async () => (await collector.metric('counters_total')) === 1000);
  expect(await collector.ended('SIGTERM')).toEqual([0, null]);
  const flags = ['--url', database, '--table', 'log_counts', '--service', 'pay', '--released-at', 'now', '--dry-run'];
  expect((await runCli(['judge', ...flags])).code).toBe(0);
  const again = await collecting(database);
  expect(await again.ended('SIGTERM')).toEqual([0, null]);
  expect(again.said()).not.toContain('not written');
});
