import { mean } from 'simple-statistics';

/** Kayenta's settings: confidence 98 % (two-sided) and a tolerance of a quarter of the estimated shift. */
const Z_99 = 2.3263478740408408;
const TOLERANCE = 0.25;

/**
 * Whether a judge in Kayenta's manner calls the canary high: the lower end of the Mann-Whitney confidence interval of the shift
 * (normal approximation with tie and continuity correction, as in R's wilcox.test) lies above a quarter of the shift itself, and
 * the means have a ratio of at least 1. Without an error before, that ratio is undefined and nothing is ever high.
 */
export function isHighByMannWhitney(after: readonly number[], before: readonly number[]): boolean {
  const meanBefore = mean([...before]);
  if (meanBefore === 0 || mean([...after]) / meanBefore < 1) return false;
  const shifts = after.flatMap((high) => before.map((low) => high - low)).sort((one, other) => other - one);
  const pairs = shifts.length;
  const all = after.length + before.length;
  // Moving one window breaks the ties between the two, but not those within one.
  const ties = tieTerm(after) + tieTerm(before);
  const sigma = Math.sqrt((pairs / 12) * (all + 1 - ties / (all * (all - 1))));
  // A shift is still possible while so many pairs exceed it.
  const needed = Math.ceil(pairs / 2 + 0.5 + Z_99 * sigma);
  const lowest = shifts[Math.min(needed, pairs) - 1] ?? 0;
  const estimate = ((shifts[Math.floor((pairs - 1) / 2)] ?? 0) + (shifts[Math.ceil((pairs - 1) / 2)] ?? 0)) / 2;
  return lowest > TOLERANCE * Math.abs(estimate);
}

function tieTerm(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  return [...times.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
}
