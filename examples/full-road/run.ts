// The whole road on this machine, in about a minute: a service that counts its log lines, `collect`, ClickHouse, a good and a bad release,
// `judge` with a rollback hook, and the HTML reports. Seconds stand for minutes.
//   npm run full-road [-- FOLDER]
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { run, start } from './processes.js';

const BEFORE_SECONDS = 24;
const AFTER_SECONDS = 16;

const here = import.meta.dirname;
const cli = path.resolve(here, '../../dist/bin/canary-verdict.js');
const folder = newFolder(process.argv[2]);

/** As a pipeline does it: the new version, then the verdict. */
async function release(version: string): Promise<number | null> {
  console.log(`\n== ${new Date().toISOString()} release of ${version}\n`);
  copyFileSync(path.join(folder, 'version'), path.join(folder, 'previous'));
  // Under another name first: the service reads all the time, and must find a whole version.
  writeFileSync(path.join(folder, 'next'), version);
  renameSync(path.join(folder, 'next'), path.join(folder, 'version'));
  const windows = ['--released-at', 'now', '--before', `${BEFORE_SECONDS}s`, '--wait', `${AFTER_SECONDS}s`];
  const rhythm = ['--bucket', '2s', '--warm-up', '2s', '--look-every', '2s', '--max-lag', '5s'];
  const rollback = `${path.join(here, 'rollback.sh')} ${JSON.stringify(folder)}`;
  const acts = ['--on-rollback', rollback, '--report', `html=${path.join(folder, `${version}.html`)}`];
  const source = ['--url', url, '--table', 'log_counts', '--service', 'payments', '--no-config'];
  return await run([cli, 'judge', ...source, ...windows, ...rhythm, ...acts]);
}

/** Never one that holds something. */
function newFolder(given: string | undefined): string {
  if (given === undefined) return mkdtempSync(path.join(tmpdir(), 'canary-verdict-full-road-'));
  mkdirSync(given);
  return path.resolve(given);
}

const versionThatRuns = (): string => readFileSync(path.join(folder, 'version'), 'utf8').trim();

writeFileSync(path.join(folder, 'version'), '1.0.0');

console.log('== ClickHouse, the collector, and payments 1.0.0');
const clickHouse = await start(
  ['--import', 'tsx', path.join(here, 'clickhouse.ts'), path.join(folder, 'clickhouse')],
  /http:\/\/\S+/,
);
const [url] = clickHouse.said;
const sockets = ['--listen', 'udp://127.0.0.1:0', '--spool', path.join(folder, 'spool')];
const collector = await start(
  [cli, 'collect', '--url', url, '--create-table', 'run', '--interval', '1s', '--no-http', ...sockets],
  /listening on udp:\/\/127\.0\.0\.1:(\d+)/,
);
const [, port = ''] = collector.said;
const service = await start([path.join(here, 'service.mjs'), folder, port], /^payments runs$/m);
console.log(`${url} · udp port ${port} · ${BEFORE_SECONDS + 2} s to have something to compare with …`);
await delay((BEFORE_SECONDS + 2) * 1000);

const good = await release('1.1.0');
// The bad release is held against the good one.
await delay(Math.max(0, BEFORE_SECONDS - AFTER_SECONDS) * 1000);
const bad = await release('2.0.0');

await service.stop();
await collector.stop();
await clickHouse.stop();
for (const data of ['clickhouse', 'spool']) rmSync(path.join(folder, data), { recursive: true, force: true });
console.log(`\n== 1.1.0 ended with ${good}, 2.0.0 with ${bad}; payments runs ${versionThatRuns()}`);
for (const version of ['1.1.0', '2.0.0']) console.log(pathToFileURL(path.join(folder, `${version}.html`)).href);
process.exitCode = good === 0 && bad === 10 && versionThatRuns() === '1.1.0' ? 0 : 1;
