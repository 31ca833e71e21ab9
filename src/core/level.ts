import type { BaselineFigures } from './baseline.js';
import type { Rule } from './rule.js';

/** Sparse errors have a median of 0: then their mean carries the level, up to this many errors a bucket. */
const MOST_FLOOR = 1;

/**
 * Errors a bucket that are usual, seen from the canary's exposure `w`: `max(w × median, min(w × mean, 1))`.
 *
 * The median, because an incident before the release must not make room for one after it; the floor, because with a median
 * of 0 any error would be infinitely many times the usual. In plain mode the median alone. Null without a baseline.
 */
export function levelOf(baseline: BaselineFigures, exposureRatio: number, rule: Rule): number | null {
  if (baseline.median === null || baseline.mean === null) return null;
  const median = exposureRatio * baseline.median;
  return rule.plain ? median : Math.max(median, Math.min(exposureRatio * baseline.mean, MOST_FLOOR));
}

/** Rounding the largest number of all at the 15th digit would make it infinite. */
const MOST_LIMIT = 1e308;

/**
 * The most errors that the judged buckets may hold: sensitivity × level × buckets, which is "median × sensitivity" over the
 * whole window. Rounded at the 15th digit, so that a release exactly at its limit is within it whatever the order of factors.
 */
export function limitOf(level: number, judgedBuckets: number, rule: Rule): number {
  return Number(Math.min(rule.sensitivity * (level * judgedBuckets), MOST_LIMIT).toPrecision(15));
}
