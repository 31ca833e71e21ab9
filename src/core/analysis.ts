import type { Rule } from './rule.js';
import type { SeriesPair } from './series.js';

/** Every number the rule computes, so that judges, reporters and readers look at the same ones. JSON-safe. */
export interface Analysis {
  readonly rule: Rule;
  readonly bucketSeconds: number;
  readonly exposureRatio: number;
  readonly before: BaselineFigures;
  readonly after: CanaryFigures;
  /** Errors a bucket that are usual, seen from the canary's exposure; null without a baseline. */
  readonly level: number | null;
  /** Sensitivity × level × judged after-buckets: the most errors the after window may hold; null without a baseline. */
  readonly limit: number | null;
  readonly evidence: Evidence;
  /** The smallest total of the after window that would have rolled back, spread evenly; null without a baseline. */
  readonly smallestCaught: { readonly errors: number; /** Times the usual errors; null when those are 0. */ readonly ratio: number | null } | null;
}

export interface BaselineFigures {
  /** Buckets in the window. */
  readonly buckets: number;
  /** Buckets with data. */
  readonly covered: number;
  /** Indexes of buckets dropped as an incident; empty in plain mode and when too much would be dropped. */
  readonly scrubbed: readonly number[];
  /** Share of the covered buckets that an incident takes, 0 to 1, also when it was too large to drop. */
  readonly incidentShare: number;
  /** Buckets that the rule used: covered and not scrubbed. */
  readonly used: number;
  /** Errors in the used buckets. */
  readonly errors: number;
  readonly mean: number | null;
  /** Median of the used buckets; interpolated while small, except in plain mode. */
  readonly median: number | null;
  /** Index of dispersion, at least 1: how much burstier than chance the errors come. */
  readonly dispersion: number;
}

export interface CanaryFigures {
  /** Buckets in the window, warm-up included. */
  readonly buckets: number;
  /** Buckets left out at the start. */
  readonly warmUp: number;
  /** Buckets judged: all after the warm-up, covered or not. */
  readonly judged: number;
  /** Judged buckets with data. */
  readonly covered: number;
  /** Errors in the judged buckets; missing buckets hold none, which can only spare the release. */
  readonly errors: number;
  /** Errors with the largest bucket held to what its neighbours make plausible. */
  readonly cappedErrors: number;
  readonly mean: number | null;
  /** Judged buckets with at least one error. */
  readonly bucketsWithErrors: number;
}

export interface Evidence {
  /** Exact conditional test of the capped count against ratio 1; null without a baseline. */
  readonly countP: number | null;
  /** Exact one-sided permutation rank-sum test; null where it does not apply or could not change the answer. */
  readonly rankP: number | null;
  /** Whether the rise is more than chance: enough errors, on enough occasions, and one of the tests. */
  readonly enough: boolean;
}

declare function analyse(pair: SeriesPair, rule: Rule): Analysis;
export { analyse };
