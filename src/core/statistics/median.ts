import { median } from 'simple-statistics';

/** Above this a step of one error between two neighbouring counts is at most a tenth, and interpolating changes nothing. */
const INTERPOLATE_BELOW = 10;

/**
 * The median of counts, interpolated within the tied middle value while that is below 10.
 *
 * The plain median of small counts jumps: at a mean of 1.5 errors a bucket it is 1 or 2 by luck. A count `m` stands for
 * everything between `m - 1/2` and `m + 1/2`, and the median is where half of the buckets lie below:
 * `m - 1/2 + (n/2 - below) / at`, with `below` and `at` the numbers of buckets under and at `m`. It is the textbook median of
 * grouped data, the same as Python's `statistics.median_grouped(interval=1)`. Where the two middle counts differ, the
 * median already lies between them and stays as it is.
 *
 * @example interpolatedMedian([0, 0, 0, 1]) // 0 - 1/2 + (2 - 0) / 3 = 0.1667
 * @throws Error on an empty list.
 */
export function interpolatedMedian(counts: readonly number[]): number {
  const middle = plainMedian(counts);
  if (middle >= INTERPOLATE_BELOW) return middle;
  let below = 0;
  let at = 0;
  for (const count of counts) {
    if (count < middle) below += 1;
    else if (count === middle) at += 1;
  }
  const half = counts.length / 2;
  const betweenTwoCounts = below === half || below + at === half;
  return betweenTwoCounts ? middle : middle - 0.5 + (half - below) / at;
}

/**
 * The middle count, or halfway between the two middle ones.
 *
 * @throws Error on an empty list.
 */
export function plainMedian(counts: readonly number[]): number {
  return median([...counts]);
}
