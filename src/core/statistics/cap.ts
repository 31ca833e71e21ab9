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

/**
 * The total of `counts` with the two largest held to what the third largest makes plausible, `x3 + 2 sqrt(x3)`: where bursts are
 * usual, two of them within a few minutes are no rise yet.
 *
 * @example twiceCappedTotal([0, 40, 1, 60]) // 40 and 60 are held to 1 + 2 × 1 = 3, so 7
 */
export function twiceCappedTotal(counts: readonly number[]): number {
  const third = [...counts].sort((one, other) => other - one)[2] ?? 0;
  const most = third + 2 * Math.sqrt(third);
  return counts.reduce((total, count) => total + Math.min(count, most), 0);
}
