// How much `canary-verdict collect` takes, beside the npm `statsd` daemon in the same run: `npm run bench:collect`. Linux alone.
import { createSocket } from 'node:dgram';
import { pause, startOurs, type Daemon } from './collect/daemon.js';
import { FORMS, understood, type Form } from './collect/forms.js';
import { cpuSeconds, lossFreeRate, peakMebibytes, pin, send, type LossFree } from './collect/rates.js';
import { startStatsd } from './collect/statsd.js';

/** Lines a datagram: a client that sends each by itself, and one that packs them. */
const PACKINGS = [1, 20] as const;

/** How long each is flooded: what a core takes is what it counted by the processor time that it used, however busy the machine is. */
const FLOOD_SECONDS = 5;
const FLOOD = 10_000_000;

const ours = await startOurs();
const theirs = await startStatsd();
if (theirs === null) console.log('The npm registry is not reachable: statsd is not measured, only our own numbers.');
const daemons = theirs === null ? [ours] : [ours, theirs];
const isPinned = daemons.map(({ pid }) => pin(pid)).every(Boolean);
console.log(isPinned ? 'Each daemon is kept on one core.' : 'Nothing is pinned to a core.');

try {
  console.log(row('', ...daemons.map(({ name }) => name), ...(theirs === null ? [] : ['ratio'])));
  for (const linesEach of PACKINGS) {
    const rates: LossFree[] = [];
    for (const daemon of daemons) rates.push(await lossFreeRate(daemon, linesEach));
    const title = linesEach === 1 ? 'one line a datagram' : `${linesEach} lines a datagram`;
    console.log(
      row(`${title}: datagrams/s without loss`, ...rates.map(rateText), ratio(rates.map(({ rate }) => rate))),
    );
    const capacities: number[] = [];
    for (const daemon of daemons) capacities.push(await capacityOf(daemon, linesEach));
    console.log(row(`${title}: datagrams a CPU second`, ...capacities.map(rounded), ratio(capacities)));
    const seconds = capacities.map((capacity) => 1e6 / capacity);
    console.log(row(`${title}: CPU seconds a million`, ...seconds.map((value) => value.toFixed(2)), ratio(seconds)));
  }
  const memory = daemons.map(({ pid }) => peakMebibytes(pid));
  console.log(row('peak memory, MiB', ...memory.map((value) => value.toFixed(0)), ratio(memory)));

  const counted = await ours.counted();
  const written = [...(await ours.sums()).values()].reduce((sum, value) => sum + value, 0);
  console.log(
    `\nLines counted: ${counted}. Sum in ClickHouse: ${written}. ${written === counted ? 'Equal.' : 'NOT EQUAL.'}`,
  );
  if (written !== counted) process.exitCode = 1;

  console.log(`\n${row('what a line means is understood', ...daemons.map(({ name }) => name))}`);
  const known: (readonly Form[])[] = [];
  for (const daemon of daemons) known.push(await understoodBy(daemon));
  for (const form of FORMS) {
    console.log(row(JSON.stringify(form.line), ...known.map((forms) => (forms.includes(form) ? 'yes' : 'no'))));
  }
  if (known[1]?.some((form) => !known[0]?.includes(form)) === true) process.exitCode = 1;
} finally {
  for (const daemon of daemons) await daemon.stop();
}

/** Datagrams that it counts in a second of one core's time. */
async function capacityOf(daemon: Daemon, linesEach: number): Promise<number> {
  const before = cpuSeconds(daemon.pid);
  const { sent, lost } = await send(daemon, FLOOD, FLOOD_SECONDS, linesEach);
  return (sent - lost / linesEach) / (cpuSeconds(daemon.pid) - before);
}

async function understoodBy(daemon: Daemon): Promise<readonly Form[]> {
  const socket = createSocket('udp4');
  for (const { line } of FORMS) {
    await new Promise((resolve) => {
      socket.send(line, daemon.port, '127.0.0.1', resolve);
    });
  }
  socket.close();
  await pause(500);
  return understood(await daemon.sums());
}

function rateText({ rate, isSenderLimit }: LossFree): string {
  return `${isSenderLimit ? '≥ ' : ''}${rounded(rate)}`;
}

function rounded(rate: number): string {
  return String(Math.round(rate / 100) * 100);
}

/** Ours to theirs. */
function ratio([first = 0, second]: readonly number[]): string {
  return second === undefined ? '' : (first / second).toFixed(2);
}

function row(title: string, ...cells: readonly string[]): string {
  return [title.padEnd(52), ...cells.map((cell) => cell.padStart(22))].join('').trimEnd();
}
