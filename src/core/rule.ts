/** Whether and how the guard may roll back before the window is over. */
export type Early = 'on' | 'off' | 'eager';

/** The knobs of the decision rule: everything that a verdict depends on besides the series. */
export interface Rule {
  /** The factor on the median: a canary may show this many times the usual errors. Above 0. */
  readonly sensitivity: number;
  /** How much of the after window is left out while instances restart; whole buckets, rounded up. */
  readonly warmUpSeconds: number;
  /** Bare median × sensitivity: no floor, no cap, no scrub, no evidence, no guard and no control. */
  readonly plain: boolean;
  /**
   * `on` rolls back as soon as it is certain that errors come more than sensitivity × as fast as before; `eager` as soon as
   * it is certain that they come faster at all and there are more so far than sensitivity allows; `off` judges at the end only.
   */
  readonly early: Early;
  /**
   * The part of the error budget of the judgement at the end that this judgement may spend, above 0 and up to 1. Less than all
   * of it when the same release is judged again over a longer window: see `budgetOf`.
   */
  readonly budget: number;
}

export const DEFAULT_RULE: Rule = { sensitivity: 2, warmUpSeconds: 30, plain: false, early: 'on', budget: 1 };
