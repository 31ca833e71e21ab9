/** About a tenth of a second. Typical windows (60 buckets before, 10 after) need less than a million. */
const MOST_STEPS = 2e7;

/**
 * The exact one-sided permutation rank-sum test (Wilcoxon, Mann and Whitney) with mid-ranks for ties: the chance that buckets
 * drawn at random from all of them have a rank sum at least as high as those of `after`.
 *
 * It asks how many buckets are high rather than how high they are, so it holds for any shape of burst, and it needs the same
 * exposure in both windows. Exact because the normal approximation doubles the false alarms on sparse data: drawing without
 * replacement is followed bucket by bucket over (buckets drawn, their rank sum).
 *
 * Null where that would take more than 2e7 steps (some hundreds of buckets in both windows): skipping the test can only spare a
 * release, never roll one back. An empty window gives 1.
 *
 * @example rankTestP([3, 4, 5], [1, 2, 2, 3]) // 2/35 = 0.0571
 */
export function rankTestP(after: readonly number[], before: readonly number[]): number | null {
  const draws = after.length;
  const total = draws + before.length;
  if (draws === 0 || before.length === 0) return 1;
  // A first, cheap bound: without ties the rank sums alone take this many.
  if (total * draws > MOST_STEPS) return null;
  const { weightsAfter, weights } = rankWeights(after, before);
  const observed = weightsAfter.reduce((sum, weight) => sum + weight, 0);
  const highest = weights.slice(-draws).reduce((sum, weight) => sum + weight, 0);
  if (total * draws * highest > MOST_STEPS) return null;

  const width = highest + 1;
  // chance[drawn × width + sum], after looking at the first buckets in ascending order
  const chance = new Float64Array((draws + 1) * width);
  chance[0] = 1;
  let reach = 0;
  for (const [seen, weight] of weights.entries()) {
    const left = total - seen;
    for (let drawn = Math.min(seen, draws - 1); drawn >= Math.max(0, draws - left); drawn -= 1) {
      const take = (draws - drawn) / left;
      const row = drawn * width;
      for (let sum = Math.min(reach, highest); sum >= 0; sum -= 1) {
        const here = chance[row + sum] ?? 0;
        if (here === 0) continue;
        chance[row + sum] = here * (1 - take);
        chance[row + width + sum + weight] = (chance[row + width + sum + weight] ?? 0) + here * take;
      }
    }
    reach += weight;
  }
  return Math.min(
    1,
    chance.subarray(draws * width + observed).reduce((sum, value) => sum + value, 0),
  );
}

/** Twice the mid-rank of each bucket, less the smallest one: whole numbers in the same order as the ranks. */
function rankWeights(
  after: readonly number[],
  before: readonly number[],
): { readonly weightsAfter: readonly number[]; readonly weights: readonly number[] } {
  const sorted = [...after, ...before].sort((one, other) => one - other);
  const weightOf = new Map<number, number>();
  let smallest = 0;
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    const value = sorted[start] ?? 0;
    while (end < sorted.length && sorted[end] === value) end += 1;
    if (start === 0) smallest = end - 1;
    weightOf.set(value, start + end - 1 - smallest);
  }
  const toWeight = (value: number): number => weightOf.get(value) ?? 0;
  return { weightsAfter: after.map(toWeight), weights: sorted.map(toWeight) };
}
