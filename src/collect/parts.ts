import { randomUUID } from 'node:crypto';
import type { Batch } from './batch.js';
import { createCollector, type Collector } from './collector.js';
import { createCounts, type Counts } from './counts.js';
import { createIntake, type Intake } from './intake.js';
import { readKernelDrops } from './kernel-drops.js';
import type { Listener } from './listen.js';
import { createLife, type Life } from './life.js';
import { createLosses, type Losses } from './losses.js';
import { createMapping, type TagNames } from './mapping.js';
import { openSpool, type Spool } from './spool.js';
import { createWriter, type Writer, type WriterTools } from './writer.js';

/** What is collected, by whom, and how much of it is kept. */
export interface PartsSettings {
  readonly templates: readonly string[];
  readonly tagNames: TagNames;
  readonly intervalMs: number;
  readonly mostSeries: number;
  readonly spoolFolder: string;
  readonly spoolBytes: number;
  /** Name of this machine. */
  readonly host: string;
  /** Of canary-verdict. */
  readonly version: string;
}

/** A collector, in the order in which a counter goes through it. */
export interface Parts {
  /** Open sockets; whoever opens one adds it. */
  readonly listeners: Listener[];
  readonly intake: Intake;
  readonly counts: Counts;
  readonly collector: Collector;
  readonly spool: Spool;
  readonly writer: Writer;
  readonly losses: Losses;
  readonly life: Life;
  /** Null where the kernel does not tell. */
  readKernelDrops(): Promise<number | null>;
}

/**
 * Puts the parts together.
 * @throws UserError when the spool cannot be used, or for a template that is none.
 */
export async function createParts(
  settings: PartsSettings,
  insert: (batch: Batch) => Promise<void>,
  tools: WriterTools,
): Promise<Parts> {
  const { intervalMs, mostSeries, host, version } = settings;
  const listeners: Listener[] = [];
  const counts = createCounts(createMapping(settings.templates, settings.tagNames), mostSeries);
  const spool = await openSpool(settings.spoolFolder, settings.spoolBytes);
  const writer = createWriter(spool, insert, tools);
  const life = createLife(settings.spoolFolder);
  const kernelDrops = () => readKernelDrops(listeners.flatMap(({ udpPort }) => udpPort ?? []));
  const losses = createLosses({
    counts,
    mostSeries,
    spool,
    readKernelDrops: kernelDrops,
    say: tools.say,
  });
  const collector = createCollector({
    counts,
    spool,
    intervalMs,
    heartbeat: { host, version },
    takeLost: losses.take,
    now: tools.now,
    newToken: randomUUID,
    onBatch(counters) {
      life.keep(counters);
      writer.wake();
    },
  });
  const intake = ticking(createIntake(counts), collector);
  return { listeners, intake, counts, collector, spool, writer, losses, life, readKernelDrops: kernelDrops };
}

/** What arrives after the end of an interval belongs to the next one, even when the timer is late. */
function ticking(intake: Intake, { tick }: Collector): Intake {
  return {
    get tallies() {
      return intake.tallies;
    },
    get lastMalformed() {
      return intake.lastMalformed;
    },
    datagram(bytes) {
      tick();
      intake.datagram(bytes);
    },
    stream() {
      const stream = intake.stream();
      return {
        ...stream,
        bytes(piece) {
          tick();
          stream.bytes(piece);
        },
      };
    },
  };
}
