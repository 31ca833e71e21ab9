import type { Batch } from './batch.js';
import type { Spool } from './spool.js';

/** Sends batches from the spool to the table, one after the other, in order. */
export interface Writer {
  /** Says that the spool holds something new. */
  wake(): void;
  /** Sends until the signal is aborted, then until the spool is empty or a batch fails. */
  run(signal: AbortSignal): Promise<void>;
  readonly tallies: WriterTallies;
}

export interface WriterTallies {
  readonly batches: number;
  readonly rows: number;
  readonly failures: number;
  /** When the last batch was written, epoch milliseconds; null while none was. */
  readonly lastWrittenMs: number | null;
  /** Why the last try failed; null when it did not. */
  readonly problem: string | null;
}

export interface WriterTools {
  now(): number;
  random(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Tells a person, once when the table is lost and once when it is back. */
  say(line: string): void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** `insert` must be safe to repeat: the same batch twice counts once. */
export function createWriter(spool: Spool, insert: (batch: Batch) => Promise<void>, tools: WriterTools): Writer {
  let batches = 0;
  let rows = 0;
  let failures = 0;
  let failuresInARow = 0;
  let lastWrittenMs: number | null = null;
  let problem: string | null = null;
  let wake: () => void = () => {};

  /** Whether a batch was written; null when there is none. */
  async function writeOldest(): Promise<boolean | null> {
    const batch = await spool.oldest();
    if (batch === null) return null;
    try {
      await insert(batch);
    } catch (error) {
      failures += 1;
      failuresInARow += 1;
      const message = error instanceof Error ? error.message : String(error);
      if (message !== problem) tools.say(`not written, will be tried again: ${message}`);
      problem = message;
      return false;
    }
    await spool.removeOldest();
    if (problem !== null) tools.say('written again');
    problem = null;
    failuresInARow = 0;
    batches += 1;
    rows += batch.rows.length;
    lastWrittenMs = tools.now();
    return true;
  }

  return {
    get tallies() {
      return { batches, rows, failures, lastWrittenMs, problem };
    },
    wake: () => wake(),
    async run(signal) {
      // One listener for all turns: they go on for months.
      signal.addEventListener('abort', () => wake(), { once: true });
      while (!signal.aborted) {
        // Made before the spool is asked, so that no word is missed.
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const isWritten = await writeOldest();
        if (isWritten === null) await woken;
        if (isWritten === false) {
          const longest = Math.min(FIRST_PAUSE_MS * 2 ** (failuresInARow - 1), LONGEST_PAUSE_MS);
          await tools.sleep(longest * (0.5 + tools.random() / 2), signal).catch(() => {});
        }
      }
      while ((await writeOldest()) === true);
    },
  };
}
