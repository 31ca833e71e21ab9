import type { BaselineFigures } from './baseline.js';
import type { CanaryFigures } from './canary.js';
import type { ControlFigures } from './control.js';
import type { Rule } from './rule.js';
import type { SeriesPair } from './series.js';
import { canaryDispersion } from './statistics/canary-dispersion.js';
import { chanceIndex, LONG_BASELINE_SECONDS } from './statistics/dispersion.js';
import { conditionalTestMidP, conditionalTestP } from './statistics/conditional-test.js';

/**
 * What chance may give at most when a test speaks for a rise. Of good releases whose errors come on their own the count test takes at
 * most 0.62 % for a rise, whatever their rate (computed in the tests), and the rank test at most 0.35 %: never more than 1 % together,
 * however often the two disagree. The count test gets more, for it finds more.
 */
const COUNT_MID_P = 0.006;
const RANK_P = 0.0035;
/** Buckets of a wave are like their neighbours, so that ten high ones hardly say more than three: then ranks must be this rare. */
const RANK_P_IN_WAVES = RANK_P / 1000;
/** Fewer errors than three that chance alone brings at least this often pass, where errors are known from before. */
const COMMON_P = 0.2;
/** Fewer errors than this are never a rise. */
export const FEWEST_ERRORS = 3;
/** So many that occasions do not matter. */
export const MANY_ERRORS = 10;
/** From this length on a bucket is so long that errors in a second one are no echo of the first burst. */
const LONG_BUCKET_SECONDS = 120;

/** Whether a rise is more than chance, and what said so. JSON-safe. */
export interface Evidence {
  /** Exact conditional test of the capped count against ratio 1, with a control against the control; null without a baseline and in plain mode. */
  readonly countP: number | null;
  /** Exact one-sided permutation rank-sum test; null where it does not apply or could not change the answer. */
  readonly rankP: number | null;
  /** Whether the rise is more than chance: enough errors, on enough occasions, and one of the tests. Plain mode asks for none. */
  readonly enough: boolean;
  /** Whether so few errors come so often by chance that being over the limit means nothing. */
  readonly unremarkable: boolean;
}

/** On how many occasions fewer than ten errors must come: in three buckets, or in two of at least two minutes. */
export function fewestBuckets(bucketSeconds: number): number {
  return bucketSeconds >= LONG_BUCKET_SECONDS ? 2 : 3;
}

/** Whether so many errors in so many buckets can be a rise at all: at least 3, and at least 10 or on enough occasions. */
export function isEnoughErrors(errors: number, bucketsWithErrors: number, bucketSeconds: number): boolean {
  return errors >= FEWEST_ERRORS && (errors >= MANY_ERRORS || bucketsWithErrors >= fewestBuckets(bucketSeconds));
}

/** What the canary's errors are counted against. */
export interface Comparison {
  /** The canary's capped errors in the compared buckets. */
  readonly errors: number;
  /** Errors of the baseline or, with a control, of the stable instances. */
  readonly before: number;
  /** Exposure of the canary's errors over exposure of the others. */
  readonly exposure: number;
  /** How bursty the canary's errors are. */
  readonly dispersion: number;
  /** How bursty the others are. */
  readonly dispersionBefore: number;
  /** Share of the judged buckets that are compared, 0 to 1. */
  readonly share: number;
}

/** Against the stable instances in the same minutes where there are some, else against the window before the release. */
export function comparisonOf(
  baseline: BaselineFigures,
  canary: CanaryFigures,
  { exposureRatio, bucketSeconds }: SeriesPair,
  control: ControlFigures | null,
): Comparison {
  if (control === null) {
    const dispersionBefore = dispersionOfBoth(baseline, canary, bucketSeconds);
    return {
      errors: canary.cappedErrors,
      before: baseline.errors,
      exposure: (exposureRatio * canary.judged) / baseline.used,
      dispersion: canaryDispersion(dispersionBefore, exposureRatio, canary.dispersion),
      dispersionBefore,
      share: 1,
    };
  }
  return {
    errors: control.canaryErrors,
    before: control.errors,
    exposure: control.exposureRatio,
    dispersion: control.dispersion,
    dispersionBefore: control.dispersion,
    share: control.covered / canary.judged,
  };
}

/**
 * How bursty errors are: the baseline tells, and where it is shorter than half an hour, the canary's buckets too, if chance does not
 * explain theirs. A short baseline misses bursts by luck, and the first one after it would look like a rise; a rise that lasts
 * does not look like a burst.
 */
function dispersionOfBoth(baseline: BaselineFigures, canary: CanaryFigures, bucketSeconds: number): number {
  const isLong = baseline.used * bucketSeconds >= LONG_BASELINE_SECONDS;
  if (isLong || canary.judged < 2 || canary.dispersion <= chanceIndex(canary.judged)) return baseline.dispersion;
  return Math.max(baseline.dispersion, canary.dispersion);
}

/** The conditional test of that many errors in the compared buckets. */
export function countP(errors: number, comparison: Comparison): number {
  return conditionalTestP({ ...comparison, after: errors });
}

/**
 * Whether the count test speaks for a rise of that many errors, within the part of the error budget that this judgement may spend.
 *
 * Its mid-p value decides: the exact p falls in steps, and held to the same budget it would miss rises of three to ten errors and
 * spare no good release for it.
 */
export function isMoreThanChance(errors: number, comparison: Comparison, { budget }: Rule): boolean {
  return conditionalTestMidP({ ...comparison, after: errors }) <= COUNT_MID_P * budget;
}

/**
 * Weighs whether a canary is more than chance. `rankTest` is called only where its answer can change the result: with errors
 * enough and the count test undecided. It must itself be null where ranks mean nothing.
 */
export function weigh(
  baseline: BaselineFigures,
  canary: CanaryFigures,
  comparison: Comparison,
  bucketSeconds: number,
  rule: Rule,
  rankTest: () => number | null,
): Evidence {
  const countChance = countP(comparison.errors, comparison);
  const known = { countP: countChance, rankP: null, unremarkable: isUnremarkable(canary, comparison) };
  const enoughErrors = isEnoughErrors(canary.cappedErrors, canary.bucketsWithErrors, bucketSeconds);
  if (!enoughErrors || isMoreThanChance(comparison.errors, comparison, rule)) return { ...known, enough: enoughErrors };
  const rankChance = rankTest();
  const rankLimit = (baseline.inWaves ? RANK_P_IN_WAVES : RANK_P) * rule.budget;
  return { ...known, rankP: rankChance, enough: rankChance !== null && rankChance <= rankLimit };
}

/**
 * Sparse errors have a limit below one error, and a single one would leave the verdict open. One or two that come by chance
 * every fifth time, where there were some before, are what is usual; after none at all they are not.
 */
function isUnremarkable({ errors }: CanaryFigures, comparison: Comparison): boolean {
  if (errors >= FEWEST_ERRORS || comparison.before === 0) return false;
  return countP(errors * comparison.share, comparison) >= COMMON_P;
}
