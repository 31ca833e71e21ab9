/** What the query brings for one non-empty bucket. */
export interface BucketCount {
  readonly startMs: number;
  /** Lines of the selection at the judged level or worse. */
  readonly errors: number;
  /** Lines of the selection at any level. */
  readonly lines: number;
  /** Lines of the whole service at any level; equals `lines` without a selector. */
  readonly serviceLines: number;
}
