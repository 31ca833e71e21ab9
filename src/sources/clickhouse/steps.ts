import type { Windows } from '../../core/window.js';
import { CoarseCounts } from '../coarse-counts.js';
import type { Reading } from '../source.js';

/** How unlikely it must be that buckets are empty by chance, before the counts are called coarser than the buckets. */
const CHANCE = 1e-4;

/**
 * Refuses counts that arrive more seldom than there are buckets: every minute in buckets of 30 s leaves every other
 * bucket empty, and their median would be anything. Throws CoarseCounts.
 */
export function checkSteps({ buckets }: Pick<Reading, 'buckets'>, { before, bucketMs }: Windows): void {
  const filled = [...new Set(buckets.map(({ startMs }) => Math.round((startMs - before.fromMs) / bucketMs)))];
  const [first = 0] = filled;
  const step = filled.reduce((common, index) => greatestCommonDivisor(common, Math.abs(index - first)), 0);
  if (step < 2 || step ** (1 - filled.length) > CHANCE) return;
  throw new CoarseCounts(step * bucketMs, bucketMs);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
