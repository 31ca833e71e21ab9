import type { Env } from './config/settings.js';
import { EXIT_CODE } from './exit-codes.js';
import { reasonOf } from './file-errors.js';
import { outputOf, type Output } from './output.js';

export type { Output };

/** Everything a command may touch outside of itself; tests hand in their own. */
export interface World {
  readonly env: Env;
  /** Path of the file that was started, as it was called; absent where there is none. */
  readonly script?: string | undefined;
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Where stdout goes, as a stream that says when its reader is slow: for what is too long to be held. */
  readonly stdoutStream: NodeJS.WritableStream;
  /** Local clock in epoch milliseconds. */
  now(): number;
  /** A clock that only goes forward, in milliseconds from no particular moment. */
  monotonicMs(): number;
  /** A number from 0 up to 1. */
  random(): number;
  /** Rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The real world of a process. */
export function worldOf(proc: NodeJS.Process): World {
  // A verdict that nobody can read is none: a pipeline must not go on as if it had passed.
  const onLost = (error: unknown): void => {
    proc.stderr.write(`error: the output cannot be written: ${reasonOf(error)}\n`);
    proc.exit(EXIT_CODE.bug);
  };
  return {
    env: proc.env,
    script: proc.argv[1],
    // A stream of standard input costs a pipeline milliseconds that reads none.
    get stdin() {
      return proc.stdin;
    },
    stdout: outputOf(1, () => proc.stdout, onLost),
    stderr: outputOf(2, () => proc.stderr, onLost),
    get stdoutStream() {
      return proc.stdout;
    },
    now: Date.now,
    // Not performance.now(), which loads a module of its own.
    monotonicMs: () => Number(proc.hrtime.bigint()) / 1e6,
    random: Math.random,
    sleep,
  };
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  const { setTimeout: delay } = await import('node:timers/promises');
  // A timer holds at most 2^31 - 1 ms; a longer one would fire at once.
  for (let restMs = ms; restMs > 0; restMs -= LONGEST_TIMER_MS) {
    try {
      await delay(Math.min(restMs, LONGEST_TIMER_MS), undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  }
  signal.throwIfAborted();
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;
