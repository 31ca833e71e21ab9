import type { Series } from './series.js';
import type { Finding } from './verdict.js';
import { numberText, percentText } from './wording.js';

/** A share that differs from the lines by more than this factor is told. */
const TOLD_FACTOR = 2;

/** A share of the traffic, 0 to 1, and how far off it may be. */
export interface Share {
  readonly share: number;
  readonly tolerance: number;
}

/** The two ratios that the rule needs. */
export interface Exposure {
  /** Exposure of the canary after over exposure of what before counts, per second: the pair's `exposureRatio`. */
  readonly ofBefore: number;
  /** Exposure of the canary over exposure of the stable instances: the control's `exposureRatio`; null without any. */
  readonly ofStable: number | null;
}

/**
 * Lines a bucket that are no errors, over the buckets that have data: a measure of the traffic.
 *
 * Errors are left out because a failing canary would otherwise pass for a busy one, and its limit would rise with its errors. Null
 * where lines are not known or all of them are errors: then they say nothing about traffic.
 */
export function linesPerBucket({ errors, lines }: Series, skip = 0): number | null {
  let total = 0;
  let covered = 0;
  for (const [index, count] of lines.entries()) {
    if (count === null || index < skip) continue;
    total += Math.max(0, count - (errors[index] ?? 0));
    covered += 1;
  }
  return total === 0 ? null : total / covered;
}

/**
 * Exposure ratio of two series by their lines per bucket, a ramp-up of the traffic included; null where lines cannot tell. `skip`
 * buckets at the start of the first are left out: instances that start log more than traffic explains.
 */
export function exposureByLines(canary: Series, other: Series, skip = 0, skipOther = 0): number | null {
  const [ours, theirs] = [linesPerBucket(canary, skip), linesPerBucket(other, skipOther)];
  return ours === null || theirs === null ? null : ours / theirs;
}

/** The same hosts in both windows: nothing to scale. */
export const SAME_INSTANCES: Exposure = { ofBefore: 1, ofStable: null };

/**
 * Exposures from a given share of the traffic, with before counting the whole service. The upper end of the tolerance is used, so
 * that a share anywhere within it rolls back no good release.
 */
export function exposureByShare({ share, tolerance }: Share): Exposure {
  const most = Math.min(share + tolerance, 1);
  return { ofBefore: most, ofStable: most === 1 ? null : most / (1 - most) };
}

/** The canary's share of the lines after the release, 0 to 1; null where lines cannot tell. */
export function shareByLines(canary: Series, stable: Series, skip = 0): number | null {
  const ratio = exposureByLines(canary, stable, skip, skip);
  return ratio === null ? null : ratio / (1 + ratio);
}

/** Tells that the lines speak of another share than the one given, by more than twice; null when they agree. */
export function noteOfShare({ share, tolerance }: Share, byLines: number | null): Finding | null {
  if (byLines === null) return null;
  const isFar = byLines > TOLD_FACTOR * (share + tolerance) || byLines * TOLD_FACTOR < share - tolerance;
  if (!isFar) return null;
  const because = `The canary was given as ${shareText(share)} of the traffic, but it wrote ${shareText(byLines)} of the lines: the limit may be off by ${numberText(Math.max(byLines / share, share / byLines))} ×. No pass is withheld for it.`;
  return {
    judge: 'exposure',
    code: 'share-disagrees',
    outcome: 'note',
    observed: byLines,
    limit: share,
    unit: 'share',
    because,
  };
}

/**
 * Tells that the canary and the stable instances share the lines quite differently after the release than before. The
 * canary may take other traffic, or only talk more; its limit would rise with its talk, so no pass. Null when either ratio is
 * not known, or when they are within a factor of two.
 */
export function shiftOfExposure(before: number | null, after: number | null): Finding | null {
  if (before === null || after === null) return null;
  const factor = after / before;
  if (factor <= TOLD_FACTOR && factor >= 1 / TOLD_FACTOR) return null;
  const because = `The canary wrote ${numberText(before)} lines for each of the stable instances' before the release and ${numberText(after)} after: either its traffic changed, or it only logs otherwise. Say what it takes with --canary-share.`;
  return {
    judge: 'exposure',
    code: 'exposure-shifted',
    outcome: 'unknown',
    observed: after,
    limit: before,
    unit: 'lines a line',
    because,
  };
}

/**
 * The smallest regression of a canary that a series of the whole service can show: with `s` the sensitivity, a canary with a
 * share `c` of the traffic that fails `x` times as often lifts the whole by `1 + c (x - 1)`, which passes `s` at
 * `x = 1 + (s - 1) / c`.
 *
 * @example smallestVisibleFactor(0.05, 2) // 21: below 21 × a canary of 5 % stays unseen
 */
export function smallestVisibleFactor(share: number, sensitivity: number): number {
  return 1 + (sensitivity - 1) / share;
}

/** Tells how much of a regression hides when the whole service is counted instead of its canary; null when there is but one. */
export function noteOfWholeService(instances: number, share: number | null, sensitivity: number): Finding | null {
  if (instances < 2) return null;
  const part = share ?? 1 / instances;
  const factor = smallestVisibleFactor(part, sensitivity);
  const because = `All ${instances} instances are counted together: a canary with ${shareText(part)} of the traffic is seen only from ${numberText(factor)} × its errors on. Select it with --canary. No pass is withheld for it.`;
  return {
    judge: 'exposure',
    code: 'whole-service',
    outcome: 'note',
    observed: factor,
    limit: sensitivity,
    unit: 'times',
    because,
  };
}

/** Per cent, with a digit behind the point where it is small: `5 %`, `0.5 %`. */
function shareText(share: number): string {
  return share < 0.1 ? `${numberText(share * 100)} %` : percentText(share);
}
