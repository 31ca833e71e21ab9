// Whether `canary-verdict collect` holds no more memory the longer it runs, whatever it is sent: `npm run bench:collect-memory [-- MINUTES]`.
// Hosts and versions come and go for ever, more of them than --max-series, between names that nobody knows and lines that are none. Linux alone.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startClickHouse } from '../helpers/clickhouse-http.js';
import { startCollecting } from '../helpers/collecting.js';
import { pause } from './collect/sending.js';

const MINUTES = Number(process.argv[2] ?? 5);
const READINGS = 10;
/** After this share of the time everything that is bounded is full: the caches, the series, the heap. */
const SETTLED_SHARE = 0.4;
/** What a garbage collector needs to breathe. */
const MOST_GROWTH = 1.15;

const DATAGRAMS_A_SECOND = 20_000;
const TURN_MS = 10;
/** A host counts for as many datagrams, then another one comes in its place: three hundred new ones a second. */
const DATAGRAMS_A_HOST = 60;

const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-bench-'));
const server = await startClickHouse();
const collector = await startCollecting(server.url, path.join(folder, 'spool'));
const socket = createSocket('udp4');
socket.connect(collector.udpPort, '127.0.0.1');
await once(socket, 'connect');
socket.on('error', () => {});

let sent = 0;
const startedMs = performance.now();
const timer = setInterval(() => {
  const due = ((performance.now() - startedMs) / 1000) * DATAGRAMS_A_SECOND;
  // What a machine that stalled has kept from being sent is not made up for.
  for (let burst = 0; sent < due && burst < 2 * DATAGRAMS_A_SECOND * (TURN_MS / 1000); burst += 1, sent += 1) {
    socket.send(datagram(sent));
  }
}, TURN_MS);

console.log(`${MINUTES} minutes of ${DATAGRAMS_A_SECOND} datagrams a second, RSS in MiB:`);
const resident: number[] = [];
for (let reading = 1; reading <= READINGS; reading += 1) {
  await pause((MINUTES * 60_000) / READINGS);
  resident.push(residentMebibytes(collector.pid));
  const facts = [
    'counters_total',
    'series',
    'overflow_total',
    'unmapped_total',
    'malformed_lines_total',
    'spooled_batches',
  ];
  const values = await Promise.all(facts.map(async (name) => `${name} ${await collector.metric(name)}`));
  console.log(
    `${((reading * MINUTES) / READINGS).toFixed(1)} min  ${resident.at(-1)?.toFixed(0)}  ${values.join(', ')}`,
  );
}
clearInterval(timer);
socket.close();
await collector.ended('SIGTERM');
await server.close();
rmSync(folder, { recursive: true, force: true });

const from = resident[Math.floor(READINGS * SETTLED_SHARE) - 1] ?? 0;
const to = resident.at(-1) ?? 0;
const isFlat = to <= from * MOST_GROWTH;
console.log(
  `after ${(MINUTES * SETTLED_SHARE).toFixed(1)} min ${from.toFixed(0)} MiB, at the end ${to.toFixed(0)} MiB: ${isFlat ? 'flat' : 'GROWN'}`,
);
if (!isFlat) process.exitCode = 1;

function datagram(index: number): string {
  const host = Math.floor(index / DATAGRAMS_A_HOST);
  const tags = `host:web-${host},version:1.${Math.floor(host / 50)}`;
  if (index % 100 === 0) return `requests.of.${index}:1|c`;
  if (index % 101 === 0) return `line ${index} of nobody`;
  return `service-${index % 20}.logs.${index % 7 === 0 ? 'ERROR' : 'INFO'}:1|c|#${tags}`;
}

function residentMebibytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
