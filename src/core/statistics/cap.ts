/** Counts added up one by one, the largest held to what its neighbours make plausible. */
export interface CappedSum {
  readonly total: number;
  readonly largest: number;
  readonly second: number;
}

export const NOTHING_COUNTED: CappedSum = { total: 0, largest: 0, second: 0 };

/** Adds the count of one more bucket. */
export function addCount({ total, largest, second }: CappedSum, count: number): CappedSum {
  if (count > largest) return { total: total + count, largest: count, second: largest };
  return { total: total + count, largest, second: Math.max(second, count) };
}

/** The total with the largest count held to at most `x2 + 2 sqrt(x2)`: see {@link cappedTotal}. */
export function cappedOf({ total, largest, second }: CappedSum): number {
  return total - largest + Math.min(largest, second + 2 * Math.sqrt(second));
}

/**
 * The total of `counts` with the largest one held to what the second largest makes plausible: at most `x2 + 2 sqrt(x2)`, two
 * standard deviations of a Poisson count above it.
 *
 * A rise lasts, so it shows in a second bucket; a burst of restart noise or one stack trace logged 500 times does not. The
 * result never falls when any count grows. A single bucket has no neighbour (`x2 = 0`) and so counts nothing.
 *
 * @example cappedTotal([1, 2, 9, 4]) // 9 is held to 4 + 2 × 2 = 8, so 15
 * @example cappedTotal([0, 0, 500, 0]) // 0
 */
export function cappedTotal(counts: readonly number[]): number {
  return cappedOf(counts.reduce(addCount, NOTHING_COUNTED));
}
