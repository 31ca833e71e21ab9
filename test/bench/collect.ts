// How much `canary-verdict collect` takes, beside the npm `statsd` daemon in the same run: `npm run bench:collect`. Linux alone.
import { createSocket } from 'node:dgram';
import { keepAccounts } from './collect/accounts.js';
import { startOurs, type Daemon } from './collect/daemon.js';
import { COMBINED, FORMS, understood, type Form } from './collect/forms.js';
import { cpuSeconds, lossFreeRate, peakMebibytes, send, type LossFree } from './collect/rates.js';
import { pause, pin } from './collect/sending.js';
import { startStatsds } from './collect/statsd.js';

/** Lines a datagram: a client that sends each by itself, and one that packs them. */
const PACKINGS = [1, 20] as const;

/** How long each is flooded: what a core takes is what it counted by the processor time that it used, however busy the machine is. */
const FLOOD_SECONDS = 5;
const FLOOD = 10_000_000;

const daemons = [await startOurs(), ...(await startStatsds())];
if (daemons.length === 1)
  console.log('The npm registry is not reachable: statsd is not measured, only our own numbers.');
const isPinned = daemons.map(({ pid }) => pin(pid)).every(Boolean);
console.log(isPinned ? 'Each daemon is kept on one core.' : 'Nothing is pinned to a core.');

try {
  compared(
    '',
    daemons.map(({ name }) => name),
  );
  for (const linesEach of PACKINGS) {
    const title = linesEach === 1 ? '1 line a datagram' : `${linesEach} lines a datagram`;
    const rates: LossFree[] = [];
    for (const daemon of daemons) rates.push(await lossFreeRate(daemon, linesEach));
    compared(
      `${title}: datagrams/s without loss`,
      rates.map(rateText),
      rates.map(({ rate }) => rate),
    );
    const capacities: number[] = [];
    for (const daemon of daemons) capacities.push(await capacityOf(daemon, linesEach));
    compared(`${title}: datagrams a CPU second`, capacities.map(rounded), capacities);
    const seconds = capacities.map((capacity) => 1e6 / capacity);
    compared(
      `${title}: CPU seconds a million`,
      seconds.map((value) => value.toFixed(2)),
      seconds,
    );
  }
  const memory = daemons.map(({ pid }) => peakMebibytes(pid));
  compared(
    'peak memory, MiB',
    memory.map((value) => value.toFixed(0)),
    memory,
  );

  console.log(
    `\n${row(
      'what a line means is understood',
      daemons.map(({ name }) => name),
    )}`,
  );
  const known: (readonly Form[])[] = [];
  for (const daemon of daemons) known.push(await understoodBy(daemon));
  for (const form of FORMS) {
    console.log(
      row(
        JSON.stringify(form.line),
        known.map((forms) => (forms.includes(form) ? 'yes' : 'no')),
      ),
    );
  }
  const combined = known.map((forms) => forms.filter((form) => COMBINED.includes(form)));
  console.log(
    row(
      `${COMBINED.length} lines, each form with each`,
      combined.map(({ length }) => String(length)),
    ),
  );
  const [ours = [], ...theirs] = known;
  if (theirs.flat().some((form) => !ours.includes(form))) process.exitCode = 1;
} finally {
  for (const daemon of daemons) await daemon.stop();
}

console.log(
  `\n${row('lines, as fast as can be sent, while', ['handed over', 'kernel dropped', 'lost', 'in the table'])}`,
);
for (const { title, handedOver, dropped, lost, inTable, isExact } of await keepAccounts()) {
  console.log(row(title, [...[handedOver, dropped, lost, inTable].map(String), isExact ? 'equal' : 'NOT EQUAL']));
  if (!isExact) process.exitCode = 1;
}

/** Datagrams that it counts in a second of one core's time. */
async function capacityOf(daemon: Daemon, linesEach: number): Promise<number> {
  const before = cpuSeconds(daemon.pid);
  const { sent, lost } = await send(daemon, FLOOD, FLOOD_SECONDS, linesEach);
  return (sent - lost / linesEach) / (cpuSeconds(daemon.pid) - before);
}

async function understoodBy(daemon: Daemon): Promise<readonly Form[]> {
  const forms = [...FORMS, ...COMBINED];
  const socket = createSocket('udp4');
  for (const { line } of forms) {
    await new Promise((resolve) => {
      socket.send(line, daemon.port, '127.0.0.1', resolve);
    });
  }
  socket.close();
  await pause(500);
  return understood(forms, await daemon.sums());
}

function rateText({ rate, isSenderLimit }: LossFree): string {
  return `${isSenderLimit ? '≥ ' : ''}${rounded(rate)}`;
}

function rounded(rate: number): string {
  return String(Math.round(rate / 100) * 100);
}

/** A row of all daemons, each but the first with the ratio of the first to it. */
function compared(title: string, texts: readonly string[], values: readonly number[] = []): void {
  const [ours = 0] = values;
  const ratio = (index: number) => (index === 0 || !values[index] ? '' : ` (${(ours / values[index]).toFixed(2)}×)`);
  console.log(
    row(
      title,
      texts.map((text, index) => `${text}${ratio(index)}`),
    ),
  );
}

function row(title: string, cells: readonly string[]): string {
  return [title.padEnd(50), ...cells.map((cell) => cell.padStart(26))].join('').trimEnd();
}
