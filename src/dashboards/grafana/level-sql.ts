/** Fewer buckets than this tell no level: five minutes of the usual ones. */
const FEWEST_BUCKETS = 10;

/**
 * The usual errors a bucket, from an array of counts: `max(median, min(mean, 1))` with the interpolated median, or the bare
 * median, exactly as the rule of a judgement has it. Null with too few buckets.
 */
export function levelSql(counts: string, isPlain: boolean): string {
  const middle = `(arrayReduce('quantileExactInclusive(0.5)', ${counts}) AS middle)`;
  const level = isPlain ? middle : `greatest(${interpolated(counts, middle)}, least(arrayAvg(${counts}), 1))`;
  return `if(length(${counts}) < ${FEWEST_BUCKETS}, NULL, ${level})`;
}

/** The median of grouped data: `m - 1/2 + (n/2 - below) / at`, except where it is large or lies between two counts. */
function interpolated(counts: string, middle: string): string {
  const below = `(arrayCount(one -> one < middle, ${counts}) AS below)`;
  const at = `(arrayCount(one -> one = middle, ${counts}) AS at)`;
  const half = `(length(${counts}) / 2 AS half)`;
  return `if(${middle} >= 10 OR ${below} = ${half} OR below + ${at} = half, middle, middle - 0.5 + (half - below) / at)`;
}
