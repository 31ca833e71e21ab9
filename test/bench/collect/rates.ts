import { readFileSync } from 'node:fs';
import type { Daemon } from './daemon.js';
import { runSender, settled } from './sending.js';

const SECONDS = 1;
/** A machine that does other things stalls now and then: a rate is kept up when one of so many tries loses nothing. */
const TRIES = 3;
const SLOWEST = 10_000;
const FASTEST = 400_000;
const STEP = 1.5;

/** One run of the sender. */
interface Sent {
  /** Datagrams. */
  readonly sent: number;
  readonly elapsedMs: number;
  /** Lines that were sent and not counted. */
  readonly lost: number;
}

export interface LossFree {
  /** The fastest that lost nothing, datagrams a second. */
  readonly rate: number;
  /** Whether the sender could do no more, so that the daemon may. */
  readonly isSenderLimit: boolean;
}

/** Asks for ever higher rates until lines are lost in every try; at the highest the sender sends as fast as it can. */
export async function lossFreeRate(daemon: Daemon, linesEach: number): Promise<LossFree> {
  let fastest = 0;
  for (let rate = SLOWEST; rate <= FASTEST; rate *= STEP) {
    const kept = await keptUp(daemon, rate, linesEach);
    if (kept === null) return { rate: fastest, isSenderLimit: false };
    fastest = Math.max(fastest, kept);
  }
  return { rate: fastest, isSenderLimit: true };
}

/** The rate of a try that lost nothing; null when each did. */
async function keptUp(daemon: Daemon, rate: number, linesEach: number): Promise<number | null> {
  for (let turn = 0; turn < TRIES; turn += 1) {
    const { sent, elapsedMs, lost } = await send(daemon, rate, SECONDS, linesEach);
    if (lost === 0) return (sent / elapsedMs) * 1000;
  }
  return null;
}

export async function send(daemon: Daemon, rate: number, seconds: number, linesEach: number): Promise<Sent> {
  const before = await daemon.counted();
  const { sent, elapsedMs } = await runSender(daemon.port, rate, seconds, linesEach);
  const counted = (await settled(daemon.counted)) - before;
  return { sent, elapsedMs, lost: sent * linesEach - counted };
}

const TICKS_A_SECOND = 100;

/** Processor time that a process has used, all its threads together: proc(5), fields 14 and 15 of stat. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** The most memory that a process has held. */
export function peakMebibytes(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
