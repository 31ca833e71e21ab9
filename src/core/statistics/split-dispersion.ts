import { chanceIndex } from './dispersion.js';

/** How errors fell on the canary and on the stable instances, bucket by bucket. */
export interface Split {
  /** Buckets with an error on either side. */
  readonly buckets: number;
  readonly canary: number;
  readonly total: number;
  /** Sum over the buckets of the canary's errors squared over all errors. */
  readonly weighted: number;
}

export const NO_SPLIT: Split = { buckets: 0, canary: 0, total: 0, weighted: 0 };

/** Adds one more bucket. */
export function addSplit(split: Split, canary: number, control: number): Split {
  const total = canary + control;
  if (total === 0) return split;
  return {
    buckets: split.buckets + 1,
    canary: split.canary + canary,
    total: split.total + total,
    weighted: split.weighted + (canary / total) * canary,
  };
}

/**
 * How much more unevenly than by chance errors fall on canary and stable instances from bucket to bucket: Pearson's chi-squared of
 * the two rows of counts over its degrees of freedom, where chance does not explain it, else 1.
 *
 * What both sides share (waves, an incident, the time of day) makes buckets larger, not less even, and so does not count; bursts
 * that only one side has do. Source: McCullagh and Nelder, Generalized Linear Models (1989), section 4.5.2.
 */
export function splitDispersion({ buckets, canary, total, weighted }: Split): number {
  const share = canary / total;
  if (buckets < 2 || !(share > 0 && share < 1)) return 1;
  const index = (weighted - canary * share) / (share * (1 - share)) / (buckets - 1);
  return index > chanceIndex(buckets) ? index : 1;
}
