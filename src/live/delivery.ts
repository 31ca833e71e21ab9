import type { Delivery } from '../core/coverage.js';
import type { SeriesPair } from '../core/series.js';
import { isSilentAtEnd } from '../core/silence.js';
import type { Windows } from '../core/window.js';
import type { LogSource, Reading } from '../sources/source.js';
import { pairOf } from './pair.js';
import type { Run } from './run.js';

/** What was read when the after window was all there, or when nothing more was to be expected. */
export interface Delivered {
  readonly reading: Reading;
  readonly delivery: Delivery;
  readonly pair: SeriesPair;
  readonly serverNowMs: number;
}

/** Between two reads 1, 2, 4 and then 8 s: lines of one moment arrive over seconds, by host and by batch. */
const LONGEST_PAUSE_MS = 8000;

/**
 * Reads until the after window is delivered, the canary is heard to its end and a second look finds no more of it, or until data
 * still missing would be later than --max-lag. A window that lies further back is read once.
 */
export async function readDelivered(run: Run): Promise<Delivered> {
  const { source, windows, lookMs, serverNow, world, progress, signal } = run;
  const { maxLagMs } = run.config;
  const endMs = windows.after.toMs;
  let previousTotal: number | null = null;
  for (let attempt = 0; ; attempt += 1) {
    const readUntilMs = Math.min(Math.max(serverNow(), endMs), endMs + maxLagMs);
    const reading = await source.read({ ...windows, bucketMs: lookMs }, readUntilMs, signal);
    const serverNowMs = serverNow();
    const delivery = {
      watermarkMs: capped(await watermarkMs(source, reading, windows, serverNowMs, signal), serverNowMs),
      settledBeforeMs: serverNowMs - maxLagMs - windows.bucketMs,
    };
    const pair = pairOf(run, windows, reading.buckets, delivery);
    const total = totalAfter(reading, windows);
    const isSilent = isSilentAtEnd(pair, windows, reading.newestMs, delivery);
    const isWhole = pair.after.errors.at(-1) !== null && !isSilent && total === previousTotal;
    if (isWhole || serverNowMs >= endMs + maxLagMs) return { reading, delivery, pair, serverNowMs };
    previousTotal = total;
    progress.update('waiting for the last lines to come in', world.monotonicMs());
    const pauseMs = Math.min(1000 * 2 ** attempt, LONGEST_PAUSE_MS);
    await world.sleep(Math.min(pauseMs, Math.max(endMs + maxLagMs - serverNowMs, 1)), signal);
  }
}

/** The service's own newest line; where that does not prove the window's end, anyone's. */
async function watermarkMs(
  source: LogSource,
  { newestOfServiceMs }: Reading,
  { after }: Windows,
  serverNowMs: number,
  signal: AbortSignal,
): Promise<number | null> {
  if (newestOfServiceMs !== null && newestOfServiceMs >= after.toMs) return newestOfServiceMs;
  if (serverNowMs <= after.toMs) return newestOfServiceMs;
  const { newestMs } = await source.surroundings({ fromMs: after.toMs, toMs: serverNowMs }, signal);
  return newestMs ?? newestOfServiceMs;
}

/** A host whose clock is ahead must not vouch for time that has not passed. */
function capped(newestMs: number | null, serverNowMs: number): number | null {
  return newestMs === null ? null : Math.min(newestMs, serverNowMs);
}

function totalAfter({ buckets }: Reading, { after }: Windows): number {
  return buckets
    .filter(({ startMs }) => startMs >= after.fromMs && startMs < after.toMs)
    .reduce((sum, { lines, serviceLines }) => sum + lines + serviceLines, 0);
}
