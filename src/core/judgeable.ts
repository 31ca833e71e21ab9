import type { Rule } from './rule.js';
import type { Count, SeriesPair } from './series.js';

/**
 * Refuses what cannot be judged, because a NaN compares false with every limit and would read as a pass.
 *
 * @throws RangeError naming the number: counts must be whole, safe and not negative (or null), and the bucket, the exposure
 *   ratio and the sensitivity above 0, the warm-up at least 0.
 */
export function assertJudgeable(pair: SeriesPair, rule: Rule): void {
  assertAboveZero('bucketSeconds', pair.bucketSeconds);
  assertAboveZero('exposureRatio', pair.exposureRatio);
  assertAboveZero('sensitivity', rule.sensitivity);
  if (!(Number.isFinite(rule.warmUpSeconds) && rule.warmUpSeconds >= 0)) {
    throw new RangeError(`warmUpSeconds must be a number of at least 0, not ${rule.warmUpSeconds}.`);
  }
  assertCounts('before', pair.before.errors);
  assertCounts('after', pair.after.errors);
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
