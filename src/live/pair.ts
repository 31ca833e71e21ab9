import { assembleSeries, fineSeries } from '../core/assemble.js';
import type { BucketCount, Delivery } from '../core/coverage.js';
import { exposureByLines, exposureByShare, noteOfShare, shareByLines, shiftOfExposure } from '../core/exposure.js';
import { findingOfQuietCanary } from '../core/quiet-canary.js';
import type { Control, SeriesPair } from '../core/series.js';
import { hasShortPast, standIn } from '../core/stand-in.js';
import type { Finding } from '../core/verdict.js';
import { warmUpBuckets } from '../core/warm-up.js';
import type { Windows } from '../core/window.js';
import type { Run } from './run.js';

/**
 * The series of both sides, with what is known of their exposure. The same instances before and after are exposed alike;
 * a canary that is new with the release is held against the past of the stable instances, scaled to its traffic.
 */
export function pairOf(run: Run, windows: Windows, rows: readonly BucketCount[], delivery: Delivery): SeriesPair {
  const pair = assembleSeries(windows, rows, delivery);
  const { before, after, bucketSeconds, control } = pair;
  if (control?.before === undefined) return pair;
  const warmUp = warmUpOf(run, pair);
  const stable = { ...control, before: control.before, exposureRatio: ratioToStable(run, pair, control) };
  if (!hasShortPast(before)) return { ...pair, control: stable };
  return standIn({ bucketSeconds, after, stable, warmUp });
}

/** Whether the stable instances' past stands in for a canary that is new: it has none of its own. */
export function isStandIn({ before, control }: SeriesPair): boolean {
  return before === control?.before;
}

/** Tells when the share that was given, or what the lines said before, and the lines after speak of different canaries. */
export function findingOfExposure(run: Run, pair: SeriesPair): Finding | null {
  const { canaryShare } = run.config;
  const { before, after, control } = pair;
  if (control?.before === undefined) return null;
  const warmUp = warmUpOf(run, pair);
  // A canary that is new had no lines of its own to shift from.
  if (isStandIn(pair)) {
    const quiet = findingOfQuietCanary(after, control.after, canaryShare, warmUp);
    if (quiet !== null || canaryShare === null) return quiet;
  }
  if (canaryShare !== null) return noteOfShare(canaryShare, shareByLines(after, control.after, warmUp));
  return shiftOfExposure(
    exposureByLines(before, control.before),
    exposureByLines(after, control.after, warmUp, warmUp),
  );
}

/** Adds what the guard looks at: the after window in the buckets that were read, up to `toMs`. */
export function withLooks(run: Run, pair: SeriesPair, rows: readonly BucketCount[], toMs: number): SeriesPair {
  const { windows, lookMs, rule } = run;
  if (lookMs === windows.bucketMs || rule.early === 'off') return pair;
  const fine = fineSeries(windows, rows, lookMs, toMs);
  const control = pair.control && { ...pair.control, fineAfter: fine.stable };
  return { ...pair, fineAfter: fine.canary, ...(control && { control }) };
}

/** A person's word counts before the lines; where neither tells, both sides are taken as equally busy. */
function ratioToStable(run: Run, pair: SeriesPair, control: Control): number {
  const { canaryShare } = run.config;
  const given = canaryShare === null ? null : exposureByShare(canaryShare).ofStable;
  const warmUp = warmUpOf(run, pair);
  return given ?? exposureByLines(pair.after, control.after, warmUp, warmUp) ?? 1;
}

function warmUpOf({ rule }: Run, { bucketSeconds, after }: SeriesPair): number {
  return warmUpBuckets(rule.warmUpSeconds, bucketSeconds, after.errors.length);
}
