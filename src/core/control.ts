import { type BaselineFigures, describeBaseline } from './baseline.js';
import { judgedErrors } from './canary.js';
import type { Rule } from './rule.js';
import type { Control, Count, SeriesPair } from './series.js';
import { addCount, cappedOf, NOTHING_COUNTED } from './statistics/cap.js';
import { conditionalTestP } from './statistics/conditional-test.js';
import { interpolatedMedian } from './statistics/median.js';
import { addSplit, NO_SPLIT, splitDispersion } from './statistics/split-dispersion.js';
import { warmUpBuckets } from './warm-up.js';

/** With data in less of the judged buckets than this, a bucket or two would speak for the whole window. */
const LEAST_COVERED_SHARE = 0.5;

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
  /** Their errors that are usual in the covered buckets, by their own past or else by the canary's; null without any. */
  readonly usual: number | null;
  /** How often chance alone would give them so many; null where nothing says what is usual. */
  readonly riseP: number | null;
}

/**
 * Measures the stable instances after the warm-up. What both sides share (an incident everywhere, the time of day) is in both
 * counts and cancels out. A bucket without their data compares nothing, because their missing errors would speak against the
 * canary. Null with data in less than half of the judged buckets, and in plain mode.
 */
export function describeControl(pair: SeriesPair, rule: Rule, baseline: BaselineFigures): ControlFigures | null {
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
  if (counts.length === 0 || counts.length < LEAST_COVERED_SHARE * judged.length) return null;
  const median = interpolatedMedian(counts);
  const errors = counts.reduce((sum, count) => sum + count, 0);
  const past = pastOf(pair, rule, control, baseline);
  const exposure = (past.exposureRatio * counts.length) / past.used;
  return {
    exposureRatio: control.exposureRatio,
    covered: counts.length,
    errors,
    median,
    level: control.exposureRatio * median,
    canaryErrors: cappedOf(canary),
    dispersion: splitDispersion(split),
    usual: past.used === 0 ? null : past.errors * exposure,
    riseP:
      past.used === 0
        ? null
        : conditionalTestP({ after: errors, before: past.errors, exposure, dispersion: past.dispersion }),
  };
}

/** What is usual for the stable instances: their own past where it is known, else the canary's at their exposure. */
function pastOf(
  pair: SeriesPair,
  rule: Rule,
  { before, exposureRatio }: Control,
  baseline: BaselineFigures,
): Pick<BaselineFigures, 'used' | 'errors' | 'dispersion'> & { readonly exposureRatio: number } {
  if (before === undefined) return { ...baseline, exposureRatio: pair.exposureRatio / exposureRatio };
  return { ...describeBaseline({ ...pair, before }, rule), exposureRatio: 1 };
}

/** In how many judged buckets the stable instances have data; 0 without them. */
export function coveredByControl(pair: SeriesPair, rule: Rule): number {
  const judged = judgedErrors(pair, rule).length;
  return judgedControl(pair, rule).filter((count, index) => count !== null && index < judged).length;
}

/** The errors of the stable instances in the judged buckets, oldest first. */
export function judgedControl({ control, bucketSeconds, after }: SeriesPair, rule: Rule): readonly Count[] {
  const errors = control?.after.errors ?? [];
  return errors.slice(warmUpBuckets(rule.warmUpSeconds, bucketSeconds, after.errors.length));
}
