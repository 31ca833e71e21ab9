import type { Batch } from './batch.js';
import { openDoors, type DoorSettings } from './doors.js';
import { intervalStartMs } from './interval.js';
import { createParts, type PartsSettings } from './parts.js';
import type { Spool } from './spool.js';
import { createUnmappedTeller } from './unmapped.js';
import type { WriterTools } from './writer.js';

/** What a collector is told. */
export type CollectSettings = PartsSettings & DoorSettings;

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
  const { intervalMs, spoolFolder } = settings;
  const parts = await createParts(settings, insert, tools);
  const { counts, collector, life, losses, spool, writer } = parts;
  const tellUnmapped = createUnmappedTeller(counts, tools.say);
  const closeDoors = await openDoors(settings, parts, tools.say);

  // Now it is certain that no other collector runs here.
  losses.inherit(await life.begin());

  let timer: NodeJS.Timeout | undefined;
  const onTime = (): void => {
    collector.tick();
    tellUnmapped();
    void losses.look();
    timer = setTimeout(onTime, intervalStartMs(tools.now(), intervalMs) + intervalMs - tools.now() + 1);
  };
  onTime();
  const stopWriting = new AbortController();
  const writing = writer.run(stopWriting.signal);

  await aborted(signal);
  clearTimeout(timer);
  await closeDoors();
  await collector.finish();
  await life.end();
  tellUnmapped();
  stopWriting.abort();
  await Promise.race([writing, after(LAST_WRITE_MS)]);
  tellWhatIsLeft(spool.tallies, spoolFolder, tools.say);
}

function tellWhatIsLeft(
  { batches, isInMemory }: Spool['tallies'],
  spoolFolder: string,
  say: (line: string) => void,
): void {
  if (batches === 0) return;
  const subject = batches === 1 ? '1 batch' : `${batches} batches`;
  if (!isInMemory) return say(`${subject} ${batches === 1 ? 'waits' : 'wait'} in ${spoolFolder} for the next start`);
  say(`${subject} could not be written, nor all of it to ${spoolFolder}: what is not there is lost`);
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

async function after(ms: number): Promise<void> {
  await new Promise<void>((resolve) => void setTimeout(resolve, ms).unref());
}
