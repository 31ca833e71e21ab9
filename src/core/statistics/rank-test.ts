/** About a tenth of a second. Typical windows (60 buckets before, 10 after) need less than a million. */
const MOST_STEPS = 2e7;

/**
 * The exact one-sided permutation rank-sum test (Wilcoxon, Mann and Whitney) with mid-ranks for ties: the chance that buckets
 * drawn at random from all of them have a rank sum at least as high as those of `after`.
 *
 * It asks how many buckets are high rather than how high they are, so it holds for any shape of burst, and it needs the same
 * exposure in both windows. Exact because the normal approximation doubles the false alarms on sparse data: drawing without
 * replacement is followed bucket by bucket, the largest first, over (buckets drawn, their rank sum).
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
  const highest = weights.slice(0, draws).reduce((sum, weight) => sum + weight, 0);
  if (total * draws * highest > MOST_STEPS) return null;
  return chanceOfSum(weights, draws, observed);
}

/**
 * The chance that `draws` of the `weights`, which descend, sum to `observed` or more. Followed are only the sums for which that is
 * still open: the others are dropped or counted at once, which leaves a narrow band where the chance is small.
 */
function chanceOfSum(weights: readonly number[], draws: number, observed: number): number {
  const total = weights.length;
  // sums[n]: the n largest weights together
  const sums = new Float64Array(total + 1);
  for (let n = 0; n < total; n += 1) sums[n + 1] = (sums[n] ?? 0) + (weights[n] ?? 0);
  const sumOf = (from: number, to: number): number => (sums[to] ?? 0) - (sums[from] ?? 0);
  if (sumOf(total - draws, total) >= observed) return 1;

  // chance[drawn × observed + sum], after looking at the largest buckets
  const chance = new Float64Array(draws * observed);
  chance[0] = 1;
  let reached = 0;
  for (const [seen, weight] of weights.entries()) {
    const left = total - seen;
    for (let drawn = Math.min(seen, draws - 1); drawn >= Math.max(0, draws - left); drawn -= 1) {
      const missing = draws - drawn;
      const take = missing / left;
      const row = drawn * observed;
      // From the next bucket on the sum is certain to get there even with the smallest of all, or cannot even with the largest.
      const certain = observed - sumOf(total - missing + 1, total);
      const hopeless = missing === 1 ? observed : observed - sumOf(seen + 1, seen + missing);
      const lowest = Math.max(observed - sumOf(seen, seen + missing), sumOf(seen - drawn, seen));
      const highest = Math.min(observed - sumOf(total - missing, total) - 1, sumOf(0, drawn));
      for (let sum = lowest; sum <= highest; sum += 1) {
        const here = chance[row + sum] ?? 0;
        if (here === 0) continue;
        chance[row + sum] = here * (1 - take);
        const next = sum + weight;
        if (next >= certain) reached += here * take;
        else if (next >= hopeless) chance[row + observed + next] = (chance[row + observed + next] ?? 0) + here * take;
      }
    }
  }
  return Math.min(1, reached);
}

/** Twice the mid-rank of each bucket, less the smallest one: whole numbers in the same order as the ranks; `weights` descend. */
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
  return { weightsAfter: after.map(toWeight), weights: sorted.map(toWeight).reverse() };
}
