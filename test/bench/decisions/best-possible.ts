import { gammaln } from 'simple-statistics';
import { conditionalTestP } from '../../../src/core/statistics/conditional-test.js';

/** The false alarms that the best possible tests are allowed. */
const FALSE_ALARMS = 0.01;

/**
 * How often the uniformly most powerful unbiased test of two Poisson rates misses a rise, given errors a bucket before, the rise
 * and the buckets on both sides: the conditional test at exactly 1 %, which tosses a coin where a whole error is too much. No test
 * that keeps that level whatever the rate before can miss less (Lehmann and Romano, Testing Statistical Hypotheses, section 4.5).
 */
export function leastMissed(mean: number, effect: number, bucketsBefore: number, bucketsAfter: number): number {
  const exposure = bucketsAfter / bucketsBefore;
  const p = (after: number, before: number): number => (before < 0 ? 0 : conditionalTestP({ after, before, exposure }));
  let missed = 0;
  for (const [before, chanceBefore] of likelyCounts(mean * bucketsBefore)) {
    for (const [after, chanceAfter] of likelyCounts(mean * effect * bucketsAfter)) {
      const atLeast = p(after, before);
      if (atLeast <= FALSE_ALARMS) break;
      const more = p(after + 1, before - 1);
      const found = more >= FALSE_ALARMS ? 0 : (FALSE_ALARMS - more) / (atLeast - more);
      missed += chanceBefore * chanceAfter * (1 - found);
    }
  }
  return missed;
}

/** The Poisson counts that are not out of the question, with their chance. */
function likelyCounts(mean: number): readonly (readonly [count: number, chance: number])[] {
  const reach = 8 * Math.sqrt(mean) + 10;
  const from = Math.max(0, Math.floor(mean - reach));
  return Array.from({ length: Math.ceil(mean + reach) - from }, (_, index) => {
    const count = from + index;
    return [count, Math.exp(count * Math.log(mean) - mean - gammaln(count + 1))] as const;
  });
}

/**
 * Seconds until Wald's sequential test is certain; null when it never is. It is told what no judge knows, the rate before and the
 * size of the rise, and of all tests that roll back at most 1 % of releases at the allowed ratio it needs the fewest errors on average.
 */
export function soonestCertain(
  errors: readonly number[],
  stepSeconds: number,
  usualAStep: number,
  effect: number,
  allowed: number,
): number | null {
  let logLikelihoodRatio = 0;
  for (const [index, count] of errors.entries()) {
    logLikelihoodRatio += count * Math.log(effect / allowed) - (effect - allowed) * usualAStep;
    if (logLikelihoodRatio >= Math.log(1 / FALSE_ALARMS)) return (index + 1) * stepSeconds;
  }
  return null;
}
