import type { Health } from '../health/serve.js';
import type { Counts } from './counts.js';
import type { Intake } from './intake.js';
import type { Listener } from './listen.js';
import type { Losses } from './losses.js';
import type { Spool } from './spool.js';
import type { Writer } from './writer.js';

/** The parts of a collector that say how it is. */
interface Asked {
  readonly counts: Pick<Counts, 'tallies' | 'unmappedNames'>;
  readonly intake: Pick<Intake, 'tallies' | 'lastMalformed'>;
  readonly losses: Pick<Losses, 'tallies'>;
  readonly spool: Pick<Spool, 'tallies'>;
  readonly writer: Pick<Writer, 'tallies'>;
  readonly listeners: readonly Pick<Listener, 'address'>[];
}

/** How the collector is: `losing` counts, `spooling` them because ClickHouse is away, or `ok`. */
export function healthOf({ counts, intake, losses, spool, writer, listeners }: Asked): Health {
  const { batches: spooledBatches, isFull, isInMemory, lost: lostBatches } = spool.tallies;
  const { overflowed, kernelDrops, isLosing: isDropping } = losses.tallies;
  const { problem, lastWrittenMs } = writer.tallies;
  const isLosing = isFull || isInMemory || isDropping;
  return {
    isHealthy: !isLosing,
    // A restart does not bring back an absent ClickHouse: `spooling` is healthy.
    status: isLosing ? 'losing' : problem === null ? 'ok' : 'spooling',
    facts: {
      listening: listeners.map(({ address }) => address),
      lastWritten: lastWrittenMs === null ? null : new Date(lastWrittenMs).toISOString(),
      problem,
      spooledBatches,
      lostBatches,
      overflowed,
      kernelDrops,
      series: counts.tallies.series,
      malformedLines: intake.tallies.malformed,
      lastMalformed: intake.lastMalformed,
      unmappedNames: [...counts.unmappedNames],
    },
  };
}
