/** A count of one bucket, or null where nobody has data for it. Never "no data" written as zero. */
export type Count = number | null;

/** One window's counts, oldest bucket first; both lists are of equal length. */
export interface Series {
  /** Lines at the judged level or worse, a bucket. */
  readonly errors: readonly Count[];
  /** Lines of any level, a bucket: the heartbeat and the exposure. All null where they are not known. */
  readonly lines: readonly Count[];
}

/** What every judge looks at: the window that ends at the release and the one that begins there. */
export interface SeriesPair {
  readonly id?: string;
  readonly bucketSeconds: number;
  readonly before: Series;
  /** Begins at the release; the warm-up is still in it. */
  readonly after: Series;
  /** Exposure after over exposure before, per second: 1 for the same instances in both windows. */
  readonly exposureRatio: number;
}
