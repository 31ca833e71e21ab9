import { mean, sampleVariance } from 'simple-statistics';
import type { Count } from '../series.js';

/** Errors that come in bursts or waves look Poisson in short buckets and clump in longer ones, so several widths are asked. */
const WIDTHS_SECONDS = [30, 60, 150];
/** Waves clump in still longer ones. Half an hour has few of those, so only where something speaks for waves are they asked. */
const WIDTHS_IN_WAVES_SECONDS = [...WIDTHS_SECONDS, 300];
/** A shorter baseline may have missed the bursts by luck, so it is believed less when it shows few. */
export const LONG_BASELINE_SECONDS = 1800;
/** The one-sided 99 % point of the standard normal distribution. */
const Z_99 = 2.33;

/**
 * How many times burstier than chance the errors come: variance over mean (the index of dispersion, 1 for Poisson counts) at
 * 30, 60 and 150 s (with errors in waves at 300 s too), the largest of those that chance does not explain, else 1.
 *
 * Chance explains an index up to `1 + 2.33 sqrt(2 / (n - 1))` for `n` groups, its 99 % point under Poisson (the index times
 * `n - 1` is nearly chi-squared with `n - 1` degrees of freedom: Cox and Lewis, The Statistical Analysis of Series of Events,
 * 1966, section 6.3). With few groups it is nearer the 96 % point; two are still asked, because an index that is too large
 * only makes the rule more careful. Buckets wider than a width stand for it themselves. A group never spans a missing bucket
 * (null). With less than half an hour of data, chance is given the less room the less there is.
 */
export function dispersionOf(counts: readonly Count[], bucketSeconds: number, inWaves = false): number {
  const widths = inWaves ? WIDTHS_IN_WAVES_SECONDS : WIDTHS_SECONDS;
  const groupSizes = new Set(widths.map((seconds) => Math.max(1, Math.round(seconds / bucketSeconds))));
  const coveredSeconds = counts.filter((count) => count !== null).length * bucketSeconds;
  const strictness = Math.min(1, coveredSeconds / LONG_BASELINE_SECONDS);
  let largest = 1;
  for (const size of groupSizes) {
    const totals = groupTotals(counts, size);
    if (totals.length < 2) continue;
    const average = mean(totals);
    if (average === 0) continue;
    const index = sampleVariance(totals) / average;
    if (index > chanceIndex(totals.length, strictness)) largest = Math.max(largest, index);
  }
  return largest;
}

/**
 * The largest index of dispersion that chance explains in at least two groups: its one-sided 99 % point, or, with a `strictness`
 * below 1, that much less above 1.
 */
export function chanceIndex(groups: number, strictness = 1): number {
  return 1 + strictness * Z_99 * Math.sqrt(2 / (groups - 1));
}

/** Totals of `size` neighbouring buckets each; a null starts the grouping anew, and an incomplete group is dropped. */
function groupTotals(counts: readonly Count[], size: number): number[] {
  const totals: number[] = [];
  let total = 0;
  let members = 0;
  for (const count of counts) {
    if (count === null) {
      total = 0;
      members = 0;
      continue;
    }
    total += count;
    members += 1;
    if (members < size) continue;
    totals.push(total);
    total = 0;
    members = 0;
  }
  return totals;
}
