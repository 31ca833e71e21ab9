import type { Count, SeriesPair } from '../../src/core/series.js';

/** `repeat(60, 0)`: a quiet half hour in buckets of 30 s. */
export function repeat<T>(times: number, value: T): T[] {
  return Array.from({ length: times }, () => value);
}

/** A pair of recorded series without line counts: buckets of 30 s and the same exposure unless told otherwise. */
export function pairOf(
  before: readonly Count[],
  after: readonly Count[],
  { bucketSeconds = 30, exposureRatio = 1 }: { bucketSeconds?: number; exposureRatio?: number } = {},
): SeriesPair {
  return {
    bucketSeconds,
    exposureRatio,
    before: { errors: before, lines: repeat(before.length, null) },
    after: { errors: after, lines: repeat(after.length, null) },
  };
}
