/** A count of one bucket, or null where nobody has data for it. Never "no data" written as zero. */
export type Count = number | null;

/** One window's counts, oldest bucket first; both lists are of equal length. */
export interface Series {
  /** Lines at the judged level or worse, a bucket. */
  readonly errors: readonly Count[];
  /** Lines of any level, a bucket: the heartbeat and the exposure. All null where they are not known. */
  readonly lines: readonly Count[];
}

/** The after window at the resolution at which it was looked at while waiting. */
export interface FineSeries {
  /** Seconds between two looks; at most the pair's bucket. */
  readonly bucketSeconds: number;
  /** Errors a bucket, from the release on; ends where the looking ended, which may be in the middle of a bucket of the pair. */
  readonly errors: readonly Count[];
}

/** The stable instances, which run the old version beside the canary. */
export interface Control {
  /** The same window as the canary's after, in the same buckets. */
  readonly after: Series;
  /** The same instances before the release, in the same buckets as the canary's before. */
  readonly before?: Series;
  /** The same window as the canary's `fineAfter`; without it the guard looks once a bucket of the pair. */
  readonly fineAfter?: FineSeries;
  /** Exposure of the canary over exposure of the stable instances: `w / (1 - w)` for a canary with a share `w` of the traffic. */
  readonly exposureRatio: number;
}

/** What every judge looks at: the window that ends at the release and the one that begins there. */
export interface SeriesPair {
  readonly id?: string;
  readonly bucketSeconds: number;
  readonly before: Series;
  /** Begins at the release; the warm-up is still in it. */
  readonly after: Series;
  /** What the guard looks at; without it, `after`. */
  readonly fineAfter?: FineSeries;
  /** Exposure after over exposure before, per second: 1 for the same instances in both windows. */
  readonly exposureRatio: number;
  /** Without it the canary is compared with its own past alone. */
  readonly control?: Control;
}
