import type { Counts } from './counts.js';
import type { Spool } from './spool.js';

/** Counters that came and are in no batch. */
export interface Losses {
  /** What was lost with the collector before this one, which was killed. */
  inherit(counters: number): void;
  /** Looks once an interval, and tells a loss when it begins. */
  look(): Promise<void>;
  /** What was lost since this was asked last. */
  take(): number;
  readonly tallies: LossTallies;
}

/** What was lost so far, by its cause. */
interface Lost {
  /** Counters of series beyond the most. */
  readonly overflowed: number;
  /** Datagrams that the kernel dropped, at the last look. */
  readonly kernelDrops: number;
  /** Counters of batches that the spool had no room for. */
  readonly unspooled: number;
}

export interface LossTallies extends Lost {
  /** Whether any were lost in this interval or the one before. */
  readonly isLosing: boolean;
}

interface LossParts {
  readonly counts: { readonly tallies: Pick<Counts['tallies'], 'overflowed'> };
  readonly mostSeries: number;
  readonly spool: { readonly tallies: Pick<Spool['tallies'], 'lostCounters'> };
  /** Null where the kernel does not tell. */
  readKernelDrops(): Promise<number | null>;
  say(line: string): void;
}

export function createLosses({ counts, mostSeries, spool, readKernelDrops, say }: LossParts): Losses {
  let kernelDrops = 0;
  let taken = 0;
  let inherited = 0;
  /** What was lost by the last look, and by the one before. */
  let known: Lost = { overflowed: 0, kernelDrops: 0, unspooled: 0 };
  let earlier = known;

  const now = (): Lost => ({
    overflowed: counts.tallies.overflowed,
    kernelDrops,
    unspooled: spool.tallies.lostCounters,
  });

  return {
    get tallies() {
      return { ...now(), isLosing: sum(now()) > sum(earlier) };
    },
    inherit(counters) {
      inherited = counters;
      if (counters > 0)
        say(`the collector before this one was killed: its last interval is lost, about ${counters} counters`);
    },
    async look() {
      kernelDrops = (await readKernelDrops()) ?? kernelDrops;
      const current = now();
      const began = (kind: keyof Lost) => current[kind] > known[kind] && known[kind] === earlier[kind];
      if (began('overflowed'))
        say(`there are more series than --max-series ${mostSeries}: counters of the others are lost`);
      if (began('kernelDrops')) {
        say(
          'the kernel drops datagrams that are not read in time: allow the socket more with sysctl net.core.rmem_max',
        );
      }
      if (began('unspooled'))
        say('ClickHouse is away for longer than --spool-limit holds: the oldest batches are lost');
      [earlier, known] = [known, current];
    },
    take() {
      const lost = inherited + sum(now()) - taken;
      taken += lost;
      return lost;
    },
  };
}

function sum({ overflowed, kernelDrops, unspooled }: Lost): number {
  return overflowed + kernelDrops + unspooled;
}
