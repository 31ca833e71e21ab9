// The second process of the bench: sends counters at a rate and tells how many went out, and in how long.
//   sender.ts PORT DATAGRAMS_A_SECOND SECONDS LINES_A_DATAGRAM
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setImmediate as immediate } from 'node:timers/promises';
import { datagramsOf } from './lines.js';

const [port = 0, rate = 0, seconds = 0, linesEach = 1] = process.argv.slice(2).map(Number);
const socket = createSocket('udp4');
let failed = 0;
// Without a callback each datagram that could not be sent is told here.
socket.on('error', () => (failed += 1));
// A connected socket sends at once, without looking the address up.
socket.connect(port, '127.0.0.1');
await once(socket, 'connect');

const datagrams = datagramsOf(linesEach);
const endMs = performance.now() + seconds * 1000;
/** As much as may be sent at a time. What a busy machine has kept from being sent in time is not made up for: that would be another rate. */
const BURST = 16;
const startedMs = performance.now();
let sent = 0;
for (let lastMs = startedMs, due = 0; lastMs < endMs;) {
  const nowMs = performance.now();
  due = Math.min(BURST, due + ((nowMs - lastMs) * rate) / 1000);
  lastMs = nowMs;
  for (; due >= 1; due -= 1, sent += 1) socket.send(datagrams[sent % datagrams.length]!);
  await immediate();
}
const elapsedMs = performance.now() - startedMs;
// Closing forgets what still waits.
while (socket.getSendQueueCount() > 0) await immediate();
socket.close();
process.stdout.write(JSON.stringify({ sent: sent - failed, elapsedMs }));
