import { assembleSeries, cutToDelivered } from '../core/assemble.js';
import { formatDuration, formatInstant } from '../core/time.js';
import { evaluate, type Blind, type Evaluation } from '../core/watch/evaluation.js';
import type { Rule } from '../core/rule.js';
import type { Series } from '../core/series.js';
import type { LogSource } from '../sources/source.js';

/** What is looked at, and how it is judged. */
export interface LookSettings {
  readonly service: string;
  readonly bucketMs: number;
  readonly windowMs: number;
  readonly beforeMs: number;
  readonly maxLagMs: number;
  readonly rule: Rule;
}

/**
 * One look at the last minutes, up to the newest whole bucket that is delivered, held against `frozen` or, where that is null,
 * against the time before them.
 * @throws SourceError when the source fails.
 */
export async function look(
  source: LogSource,
  settings: LookSettings,
  frozen: Series | null,
  atMs: number,
  signal: AbortSignal,
): Promise<Evaluation> {
  const { bucketMs, windowMs, beforeMs, maxLagMs, rule } = settings;
  const endMs = Math.floor(atMs / bucketMs) * bucketMs;
  const releaseMs = endMs - windowMs;
  const windows = {
    releaseMs,
    bucketMs,
    before: { fromMs: releaseMs - beforeMs, toMs: releaseMs },
    after: { fromMs: releaseMs, toMs: endMs },
  };
  const { buckets, newestOfServiceMs } = await source.read(windows, Math.max(atMs, endMs), signal);
  const newestMs = await newestOfAll(source, newestOfServiceMs, { fromMs: endMs - maxLagMs, endMs, atMs }, signal);
  if (newestMs === null || newestMs < endMs - maxLagMs) return late(newestMs, atMs);
  // Older data are no longer on their way; newer ones are waited for, from look to look.
  const delivery = { watermarkMs: Math.min(newestMs, atMs), settledBeforeMs: atMs - maxLagMs - bucketMs };
  // Of the service itself: late lines are waited for, also beside others that are earlier; one that died is seen a few looks later.
  const ofService = { ...delivery, watermarkMs: newestOfServiceMs };
  const read = cutToDelivered(assembleSeries(windows, buckets, delivery), windows, ofService, 0);
  const pair = { ...read, before: frozen ?? read.before };
  return evaluate(pair, rule, { atMs, toMs: releaseMs + read.after.errors.length * bucketMs });
}

/** The service's own newest line; where that does not prove the end of the window, anyone's. */
async function newestOfAll(
  source: LogSource,
  ownMs: number | null,
  { fromMs, endMs, atMs }: { readonly fromMs: number; readonly endMs: number; readonly atMs: number },
  signal: AbortSignal,
): Promise<number | null> {
  if (ownMs !== null && ownMs >= endMs) return ownMs;
  const { newestMs } = await source.surroundings({ fromMs, toMs: atMs + 1 }, signal);
  return newestMs === null ? ownMs : Math.max(newestMs, ownMs ?? newestMs);
}

function late(newestMs: number | null, atMs: number): Blind {
  const since =
    newestMs === null
      ? 'Nobody has delivered a line of late'
      : `The newest line of anyone is of ${formatInstant(newestMs)}, ${formatDuration(Math.floor((atMs - newestMs) / 1000) * 1000)} ago`;
  const reason = { code: 'late-data', message: `${since}: data are late, or the pipeline is down.` };
  return { kind: 'blind', atMs, cause: 'late-data', reason };
}
