import { type Comparison, isEnoughErrors, isMoreThanChance } from './evidence.js';
import type { Rule } from './rule.js';

/** What a pass could not have missed. JSON-safe. */
export interface SmallestCaught {
  /** Errors in the judged buckets, spread evenly. */
  readonly errors: number;
  /** Times the usual errors (the baseline's mean at the canary's exposure); null when those are 0. */
  readonly ratio: number | null;
}

/**
 * The smallest total, spread evenly over the judged buckets, that would have been rolled back: over the limit and, by the count
 * test, more than chance. With it a pass says what it could not have missed.
 *
 * `usual` is what the judged buckets would hold if nothing were wrong.
 *
 * Null where no total is ever enough: without a judged bucket, and outside plain mode with a single one, which has no neighbour
 * to confirm it.
 */
export function smallestCaught(
  judgedBuckets: number,
  bucketSeconds: number,
  usual: number,
  limit: number,
  comparison: Comparison,
  rule: Rule,
): SmallestCaught | null {
  if (judgedBuckets === 0 || (judgedBuckets === 1 && !rule.plain)) return null;
  const isCaught = (errors: number): boolean =>
    rule.plain ||
    (isEnoughErrors(errors, Math.min(errors, judgedBuckets), bucketSeconds) &&
      isMoreThanChance(errors * comparison.share, comparison, rule));
  const errors = firstWhere(Math.floor(limit) + 1, isCaught);
  if (errors === null) return null;
  const ratio = errors / usual;
  return { errors, ratio: Number.isFinite(ratio) ? ratio : null };
}

/** The first whole number from `from` on where a condition holds that then holds for all above; null beyond safe integers. */
function firstWhere(from: number, holds: (value: number) => boolean): number | null {
  if (from > Number.MAX_SAFE_INTEGER) return null;
  let reach = 1;
  while (!holds(from + reach - 1)) {
    reach *= 2;
    if (from + reach > Number.MAX_SAFE_INTEGER) return null;
  }
  // It holds at from + reach - 1, and not at from + reach/2 - 1.
  let high = from + reach - 1;
  let low = from + Math.floor(reach / 2) - 1;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
