import { judgedErrors } from './canary.js';
import type { Rule } from './rule.js';
import type { Count, SeriesPair } from './series.js';
import { addCount, cappedOf, NOTHING_COUNTED } from './statistics/cap.js';
import { interpolatedMedian } from './statistics/median.js';
import { addSplit, NO_SPLIT, splitDispersion } from './statistics/split-dispersion.js';
import { warmUpBuckets } from './warm-up.js';

/** What the stable instances say about the same minutes. JSON-safe. */
export interface ControlFigures {
  /** Exposure of the canary over theirs. */
  readonly exposureRatio: number;
  /** Judged buckets in which they have data; only in these are the two compared. */
  readonly covered: number;
  /** Their errors in the covered buckets. */
  readonly errors: number;
  /** Median of the covered buckets, interpolated while small. */
  readonly median: number;
  /** Errors a bucket that are usual for the canary according to them: exposure ratio × median. */
  readonly level: number;
  /** The canary's errors in the covered buckets, the largest bucket held to what its neighbours make plausible. */
  readonly canaryErrors: number;
  /** How much more unevenly than by chance errors fall on the two sides from bucket to bucket, at least 1. */
  readonly dispersion: number;
}

/**
 * Measures the stable instances after the warm-up. What both sides share (an incident everywhere, the time of day) is in both
 * counts and cancels out. A bucket without their data compares nothing, because their missing errors would speak against the
 * canary. Null without a covered bucket, and in plain mode.
 */
export function describeControl(pair: SeriesPair, rule: Rule): ControlFigures | null {
  const { control } = pair;
  if (control === undefined || rule.plain) return null;
  const judged = judgedErrors(pair, rule);
  const theirs = judgedControl(pair, rule);
  const counts: number[] = [];
  let canary = NOTHING_COUNTED;
  let split = NO_SPLIT;
  for (const [index, count] of theirs.entries()) {
    if (count === null || index >= judged.length) continue;
    counts.push(count);
    canary = addCount(canary, judged[index] ?? 0);
    split = addSplit(split, judged[index] ?? 0, count);
  }
  if (counts.length === 0) return null;
  const median = interpolatedMedian(counts);
  return {
    exposureRatio: control.exposureRatio,
    covered: counts.length,
    errors: counts.reduce((sum, count) => sum + count, 0),
    median,
    level: control.exposureRatio * median,
    canaryErrors: cappedOf(canary),
    dispersion: splitDispersion(split),
  };
}

/** The errors of the stable instances in the judged buckets, oldest first. */
export function judgedControl({ control, bucketSeconds, after }: SeriesPair, rule: Rule): readonly Count[] {
  const errors = control?.after.errors ?? [];
  return errors.slice(warmUpBuckets(rule.warmUpSeconds, bucketSeconds, after.errors.length));
}
