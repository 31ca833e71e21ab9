import type { BaselineFigures } from './baseline.js';
import type { Rule } from './rule.js';
import type { SeriesPair } from './series.js';
import { cappedTotal, twiceCappedTotal } from './statistics/cap.js';
import { addMoment, indexOfDispersion, NO_MOMENTS } from './statistics/moments.js';
import { warmUpBuckets } from './warm-up.js';

/** Of fewer judged buckets two are too many to hold: a rise may have no more. */
const FEWEST_TO_HOLD_TWO = 6;

/** What the after window holds. JSON-safe. */
export interface CanaryFigures {
  /** Buckets in the window, warm-up included. */
  readonly buckets: number;
  /** Buckets left out at the start. */
  readonly warmUp: number;
  /** Errors in the buckets left out; missing ones hold none. */
  readonly warmUpErrors: number;
  /** Buckets judged: all after the warm-up, covered or not. */
  readonly judged: number;
  /** Judged buckets with data. */
  readonly covered: number;
  /** Errors in the judged buckets; missing buckets hold none, which can only spare the release. */
  readonly errors: number;
  /** Errors with the largest bucket or buckets held to what the next largest makes plausible; all errors in plain mode. */
  readonly cappedErrors: number;
  /** How many of the largest buckets are held so: one, two where errors came in bursts before, none in plain mode. */
  readonly heldBuckets: number;
  /** Errors in the largest judged bucket. */
  readonly largest: number;
  /** Errors a judged bucket; null without one. */
  readonly mean: number | null;
  /** Judged buckets with at least one error. */
  readonly bucketsWithErrors: number;
  /** Index of dispersion of the judged buckets, at least 1: how much burstier than chance the errors come. */
  readonly dispersion: number;
}

/**
 * The errors of every judged bucket, oldest first: all after the warm-up, a missing one as 0.
 *
 * Missing data can only hide errors, so a rollback on what is there stands; that nothing passes on it is the coverage judge's.
 */
export function judgedErrors(pair: SeriesPair, rule: Rule): readonly number[] {
  return pair.after.errors.slice(warmUpOf(pair, rule)).map((count) => count ?? 0);
}

/** Measures the after window: what is judged, what is covered, and how many errors it holds. */
export function describeCanary(pair: SeriesPair, rule: Rule, baseline: BaselineFigures): CanaryFigures {
  const warmUp = warmUpOf(pair, rule);
  const judged = judgedErrors(pair, rule);
  const errors = judged.reduce((sum, count) => sum + count, 0);
  const heldBuckets = heldBucketsOf(judged.length, rule, baseline);
  return {
    buckets: pair.after.errors.length,
    warmUp,
    warmUpErrors: pair.after.errors.slice(0, warmUp).reduce<number>((sum, count) => sum + (count ?? 0), 0),
    judged: judged.length,
    covered: pair.after.errors.reduce<number>(
      (found, count, index) => (count === null || index < warmUp ? found : found + 1),
      0,
    ),
    errors,
    cappedErrors: heldBuckets === 0 ? errors : heldBuckets === 1 ? cappedTotal(judged) : twiceCappedTotal(judged),
    heldBuckets,
    largest: judged.reduce((largest, count) => Math.max(largest, count), 0),
    mean: judged.length === 0 ? null : errors / judged.length,
    bucketsWithErrors: judged.filter((count) => count > 0).length,
    dispersion: Math.max(1, indexOfDispersion(judged.reduce(addMoment, NO_MOMENTS))),
  };
}

function heldBucketsOf(judged: number, rule: Rule, { dispersion }: BaselineFigures): 0 | 1 | 2 {
  if (rule.plain) return 0;
  return dispersion > 1 && judged >= FEWEST_TO_HOLD_TWO ? 2 : 1;
}

function warmUpOf(pair: SeriesPair, rule: Rule): number {
  return warmUpBuckets(rule.warmUpSeconds, pair.bucketSeconds, pair.after.errors.length);
}
