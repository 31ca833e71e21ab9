import type { Rule } from './rule.js';
import type { Count, FineSeries, SeriesPair } from './series.js';

/** Bucket lengths and exposure ratios beyond 1e15 or below 1e-15 are mistakes, and their products would not be finite. */
const MOST_MEASURE = 1e15;

/** Whether a bucket length or an exposure ratio is one that can be judged with. */
export function isMeasure(value: number): boolean {
  return value >= 1 / MOST_MEASURE && value <= MOST_MEASURE;
}

/**
 * Refuses what cannot be judged, because a NaN compares false with every limit and would read as a pass.
 *
 * @throws RangeError naming the number: counts must be whole, safe and not negative (or null), the bucket and the
 *   exposure ratios within 1e-15 and 1e15, the sensitivity above 0, the warm-up at least 0, the budget above 0 and up to 1, and looks no longer than buckets.
 */
export function assertJudgeable(pair: SeriesPair, rule: Rule): void {
  assertMeasure('bucketSeconds', pair.bucketSeconds);
  assertMeasure('exposureRatio', pair.exposureRatio);
  assertAboveZero('sensitivity', rule.sensitivity);
  if (!(Number.isFinite(rule.warmUpSeconds) && rule.warmUpSeconds >= 0)) {
    throw new RangeError(`warmUpSeconds must be a number of at least 0, not ${rule.warmUpSeconds}.`);
  }
  if (!(rule.budget > 0 && rule.budget <= 1)) {
    throw new RangeError(`budget must be a number above 0 and up to 1, not ${rule.budget}.`);
  }
  assertCounts('before', pair.before.errors);
  assertCounts('after', pair.after.errors);
  assertFine('fineAfter', pair.fineAfter, pair.bucketSeconds);
  const { control } = pair;
  if (control === undefined) return;
  assertMeasure('control.exposureRatio', control.exposureRatio);
  assertCounts('control.after', control.after.errors);
  assertCounts('control.before', control.before?.errors ?? []);
  assertFine('control.fineAfter', control.fineAfter, pair.bucketSeconds);
}

function assertFine(name: string, fine: FineSeries | undefined, bucketSeconds: number): void {
  if (fine === undefined) return;
  assertMeasure(`${name}.bucketSeconds`, fine.bucketSeconds);
  if (fine.bucketSeconds > bucketSeconds) {
    throw new RangeError(
      `${name}.bucketSeconds must be at most the pair's ${bucketSeconds}, not ${fine.bucketSeconds}.`,
    );
  }
  assertCounts(name, fine.errors);
}

function assertMeasure(name: string, value: number): void {
  if (!(value > 0)) throw new RangeError(`${name} must be a number above 0, not ${value}.`);
  if (!isMeasure(value)) throw new RangeError(`${name} must be from 1e-15 to 1e15, not ${value}.`);
}

function assertAboveZero(name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) throw new RangeError(`${name} must be a number above 0, not ${value}.`);
}

function assertCounts(name: string, counts: readonly Count[]): void {
  for (const [index, count] of counts.entries()) {
    if (count === null || (Number.isSafeInteger(count) && count >= 0)) continue;
    throw new RangeError(`${name}.errors[${index}] must be a whole number of at least 0 or null, not ${count}.`);
  }
}
