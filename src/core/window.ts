/** A half-open span of time in epoch milliseconds: from is in it, to is not. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The two windows of one judgement on one bucket grid that has an edge at the release. */
export interface Windows {
  readonly releaseMs: number;
  readonly bucketMs: number;
  /** Whole buckets, none beginning before what was asked; ends at the release or, when asked, earlier. */
  readonly before: Interval;
  /** Whole buckets from the release on, warm-up included. */
  readonly after: Interval;
}
