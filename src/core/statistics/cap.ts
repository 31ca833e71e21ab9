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
  let total = 0;
  let largest = 0;
  let second = 0;
  for (const count of counts) {
    total += count;
    if (count > largest) {
      second = largest;
      largest = count;
    } else if (count > second) second = count;
  }
  return total - largest + Math.min(largest, second + 2 * Math.sqrt(second));
}
