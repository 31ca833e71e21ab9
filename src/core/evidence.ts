import type { BaselineFigures } from './baseline.js';
import type { CanaryFigures } from './canary.js';
import { conditionalTestP } from './statistics/conditional-test.js';

/** A test speaks for a rise when chance alone would give it at most this often; two tests share a budget of 1 %. */
export const SMALL_P = 0.005;
/** Fewer errors than this are never a rise. */
export const FEWEST_ERRORS = 3;
/** Errors on this many occasions, or so many that occasions do not matter. */
export const FEWEST_BUCKETS = 3;
export const MANY_ERRORS = 10;

/** Whether a rise is more than chance, and what said so. JSON-safe. */
export interface Evidence {
  /** Exact conditional test of the capped count against ratio 1; null without a baseline and in plain mode. */
  readonly countP: number | null;
  /** Exact one-sided permutation rank-sum test; null where it does not apply or could not change the answer. */
  readonly rankP: number | null;
  /** Whether the rise is more than chance: enough errors, on enough occasions, and one of the tests. Plain mode asks for none. */
  readonly enough: boolean;
}

/** Whether so many errors in so many buckets can be a rise at all: at least 3, and at least 10 or in at least 3 buckets. */
export function isEnoughErrors(errors: number, bucketsWithErrors: number): boolean {
  return errors >= FEWEST_ERRORS && (errors >= MANY_ERRORS || bucketsWithErrors >= FEWEST_BUCKETS);
}

/** The conditional test of `errors` in the judged buckets against the baseline, with the canary's exposure and the dispersion. */
export function countP(
  errors: number,
  baseline: BaselineFigures,
  canary: CanaryFigures,
  exposureRatio: number,
): number {
  return conditionalTestP({
    after: errors,
    before: baseline.errors,
    exposure: (exposureRatio * canary.judged) / baseline.used,
    dispersion: baseline.dispersion,
  });
}

/**
 * Weighs whether a canary over its limit is more than chance. `rankTest` is called only where its answer can change the result:
 * with the same exposure on both sides, the limit exceeded, errors enough and the count test undecided.
 */
export function weigh(
  baseline: BaselineFigures,
  canary: CanaryFigures,
  exposureRatio: number,
  limit: number,
  rankTest: () => number | null,
): Evidence {
  const countChance = countP(canary.cappedErrors, baseline, canary, exposureRatio);
  const enoughErrors = isEnoughErrors(canary.cappedErrors, canary.bucketsWithErrors);
  if (!enoughErrors || countChance <= SMALL_P) return { countP: countChance, rankP: null, enough: enoughErrors };
  const askRanks = exposureRatio === 1 && canary.cappedErrors > limit;
  const rankChance = askRanks ? rankTest() : null;
  return { countP: countChance, rankP: rankChance, enough: rankChance !== null && rankChance <= SMALL_P };
}
