import { COLLECTOR_SERVICE } from '../core/lost-counters.js';
import type { Batch } from './batch.js';
import type { Counts, Row } from './counts.js';
import { intervalStartMs } from './interval.js';
import type { Spool } from './spool.js';

/** Turns what was counted into batches, one an interval. */
export interface Collector {
  /** Looks at the clock; to be called before what arrives is counted. */
  tick(): void;
  /** Ends the interval that is not over yet, and waits until every batch is kept. */
  finish(): Promise<void>;
  readonly tallies: { readonly intervals: number };
}

export interface CollectorParts {
  readonly counts: Counts;
  readonly spool: Pick<Spool, 'add'>;
  readonly intervalMs: number;
  /** Who collects: the row that proves in each interval that somebody listened. */
  readonly heartbeat: { readonly host: string; readonly version: string };
  /** Counters that were lost since this was asked last. */
  takeLost(): number;
  now(): number;
  newToken(): string;
  /** Called when the spool holds something new: an interval with so many counters. */
  onBatch(counters: number): void;
}

export function createCollector(parts: CollectorParts): Collector {
  const { counts, spool, intervalMs, takeLost, now, newToken, onBatch } = parts;
  let currentMs = intervalStartMs(now(), intervalMs);
  let intervals = 0;
  let keeping: Promise<void> = Promise.resolve();
  let countersBefore = 0;

  function endInterval(endMs: number): void {
    const { counters } = counts.tallies;
    const lost = takeLost();
    const heard = counters - countersBefore;
    const own = [ownRow('INFO', heard), ...(lost > 0 ? [ownRow('ERROR', lost)] : [])];
    const rows = [...own, ...counts.take()];
    countersBefore = counters;
    const batch: Batch = { token: newToken(), endSeconds: Math.ceil(endMs / 1000), rows };
    intervals += 1;
    keeping = keeping.then(() => spool.add(batch)).then(() => onBatch(heard));
  }

  /** The collector counts as a service does: what it heard as INFO, the heartbeat, and what it lost as ERROR. */
  function ownRow(level: 'INFO' | 'ERROR', count: number): Row {
    return { service: COLLECTOR_SERVICE, level, ...parts.heartbeat, count, heard: 1 };
  }

  return {
    get tallies() {
      return { intervals };
    },
    tick() {
      const startMs = intervalStartMs(now(), intervalMs);
      if (startMs === currentMs) return;
      endInterval(currentMs + intervalMs);
      currentMs = startMs;
    },
    async finish() {
      // Stamped with its own end, so that a process that takes over in the same interval writes another instant.
      endInterval(Math.min(Math.max(now(), currentMs + 1), currentMs + intervalMs));
      await keeping;
    },
  };
}
