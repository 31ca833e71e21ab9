/** The knobs of the decision rule: everything that a verdict depends on besides the series. */
export interface Rule {
  /** The factor on the median: a canary may show this many times the usual errors. Above 0. */
  readonly sensitivity: number;
  /** How much of the after window is left out while instances restart; whole buckets, rounded up. */
  readonly warmUpSeconds: number;
  /** Bare median × sensitivity: no floor, no cap, no scrub and no evidence. */
  readonly plain: boolean;
}

export const DEFAULT_RULE: Rule = { sensitivity: 2, warmUpSeconds: 30, plain: false };
