import { randomUUID } from 'node:crypto';
import { createRegistry } from '../health/metrics.js';
import { serveHealth } from '../health/serve.js';
import type { Batch } from './batch.js';
import { createCollector } from './collector.js';
import { createCounts } from './counts.js';
import { healthOf } from './health.js';
import { createIntake, type Intake } from './intake.js';
import { intervalStartMs } from './interval.js';
import { readKernelDrops } from './kernel-drops.js';
import { listen, type ListenAddress, type Listener } from './listen.js';
import { createLosses } from './losses.js';
import { createMapping, type TagNames } from './mapping.js';
import { readingsOf } from './readings.js';
import { openSpool } from './spool.js';
import { createWriter, type WriterTools } from './writer.js';

/** What a collector is told. */
export interface CollectSettings {
  readonly listen: readonly ListenAddress[];
  readonly templates: readonly string[];
  readonly tagNames: TagNames;
  readonly intervalMs: number;
  readonly mostSeries: number;
  readonly spoolFolder: string;
  readonly spoolBytes: number;
  readonly http: { readonly host: string; readonly port: number } | null;
  /** Name of this machine. */
  readonly host: string;
  /** Of canary-verdict. */
  readonly version: string;
}

/** Some thousand datagrams, for the moments in which nobody reads. */
export const RECEIVE_BUFFER_BYTES = 4 * 2 ** 20;

/** How long the last batches may take when the collector is stopped; what is not written then waits in the spool. */
const LAST_WRITE_MS = 10_000;

/**
 * Collects until the signal is aborted, then writes what it has. `insert` must be safe to repeat.
 * @throws UserError when an address or the spool cannot be used.
 */
export async function runCollector(
  settings: CollectSettings,
  insert: (batch: Batch) => Promise<void>,
  tools: WriterTools,
  signal: AbortSignal,
): Promise<void> {
  const { intervalMs, mostSeries, host, version } = settings;
  const counts = createCounts(createMapping(settings.templates, settings.tagNames), mostSeries);
  const counted = createIntake(counts);
  const spool = await openSpool(settings.spoolFolder, settings.spoolBytes);
  const writer = createWriter(spool, insert, tools);
  const listeners: Listener[] = [];
  const kernelDrops = () => readKernelDrops(listeners.flatMap(({ udpPort }) => udpPort ?? []));
  const losses = createLosses({ counts, mostSeries, readKernelDrops: kernelDrops, say: tools.say });
  const collector = createCollector({
    counts,
    spool,
    intervalMs,
    heartbeat: { host, version },
    takeLost: losses.take,
    now: tools.now,
    newToken: randomUUID,
    onBatch: writer.wake,
  });
  // What arrives after the end of an interval belongs to the next one, even when the timer is late.
  const intake: Pick<Intake, 'datagram' | 'stream'> = {
    datagram: (bytes) => {
      collector.tick();
      counted.datagram(bytes);
    },
    stream: () => {
      const stream = counted.stream();
      return {
        ...stream,
        bytes: (piece) => {
          collector.tick();
          stream.bytes(piece);
        },
      };
    },
  };

  const closing: (() => Promise<void>)[] = [];
  const stopWriting = new AbortController();
  const told = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const onTime = (): void => {
    collector.tick();
    tellUnmapped();
    void losses.look();
    timer = setTimeout(onTime, intervalStartMs(tools.now(), intervalMs) + intervalMs - tools.now() + 1);
  };

  function tellUnmapped(): void {
    const names = [...counts.unmappedNames].filter((name) => !told.has(name));
    if (names.length === 0) return;
    for (const name of names) told.add(name);
    tools.say(`no --template fits ${names.map((name) => JSON.stringify(name)).join(', ')}; such counters are not kept`);
  }

  try {
    for (const address of settings.listen) {
      const options = { receiveBufferBytes: RECEIVE_BUFFER_BYTES, among: settings.listen };
      const listener = await listen(address, intake, options);
      listeners.push(listener);
      closing.push(listener.close);
    }
    if (settings.http !== null) {
      const parts = { counts, intake: counted, losses, spool, writer, listeners };
      const readings = readingsOf({ ...parts, readKernelDrops: kernelDrops });
      const server = await serveHealth(
        settings.http,
        () => healthOf(parts),
        createRegistry('canary_verdict_collect', readings),
      );
      closing.push(server.close);
      tools.say(`health on ${server.address}/healthz and /metrics`);
    }
    tools.say(`listening on ${listeners.map(({ address }) => address).join(', ')}`);
    onTime();
    const writing = writer.run(stopWriting.signal);
    await aborted(signal);
    clearTimeout(timer);
    await Promise.all(closing.splice(0).map((close) => close()));
    await collector.finish();
    tellUnmapped();
    stopWriting.abort();
    await Promise.race([writing, after(LAST_WRITE_MS)]);
    const { batches } = spool.tallies;
    if (batches > 0)
      tools.say(
        `${batches} ${batches === 1 ? 'batch waits' : 'batches wait'} in ${settings.spoolFolder} for the next start`,
      );
  } finally {
    clearTimeout(timer);
    stopWriting.abort();
    await Promise.all(closing.map((close) => close()));
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

async function after(ms: number): Promise<void> {
  await new Promise<void>((resolve) => void setTimeout(resolve, ms).unref());
}
