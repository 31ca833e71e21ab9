/** Whole buckets of warm-up, rounded up; a division that misses a whole number by a rounding error still counts as it. */
export function warmUpBuckets(warmUpSeconds: number, bucketSeconds: number, buckets: number): number {
  const rounded = Math.ceil(warmUpSeconds / bucketSeconds - 1e-9);
  return Math.min(Math.max(rounded, 0), buckets);
}
