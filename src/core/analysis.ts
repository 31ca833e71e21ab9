import { type BaselineFigures, describeBaseline, usedBefore } from './baseline.js';
import { type CanaryFigures, describeCanary, judgedErrors } from './canary.js';
import { assertJudgeable } from './judgeable.js';
import { type ControlFigures, coveredByControl, describeControl } from './control.js';
import { comparisonOf, type Evidence, weigh } from './evidence.js';
import { type GuardFigures, runGuard } from './guard.js';
import { levelOf, limitOf } from './level.js';
import type { Rule } from './rule.js';
import type { SeriesPair } from './series.js';
import { type SmallestCaught, smallestCaught } from './smallest-caught.js';
import { describeTraffic, type TrafficFigures } from './traffic.js';
import { describeTrend, type Trend } from './trend.js';
import { rankTestP } from './statistics/rank-test.js';

/** Every number the rule computes, so that judges, reporters and readers look at the same ones. JSON-safe. */
export interface Analysis {
  readonly rule: Rule;
  readonly bucketSeconds: number;
  readonly exposureRatio: number;
  readonly before: BaselineFigures;
  readonly after: CanaryFigures;
  /** How much the canary did, by its lines of any level. */
  readonly traffic: TrafficFigures;
  /** Whether there were stable instances to compare with, with data or without. */
  readonly hasControl: boolean;
  /** Judged buckets in which the stable instances have data; 0 without them. */
  readonly controlCovered: number;
  /** The stable instances in the same minutes; null with data in less than half of the judged buckets and in plain mode. */
  readonly control: ControlFigures | null;
  /** Errors a bucket that are usual, seen from the canary's exposure; null without a baseline. */
  readonly level: number | null;
  /** Sensitivity × level × judged after-buckets: the most errors the after window may hold; null without a baseline. */
  readonly limit: number | null;
  readonly evidence: Evidence;
  /** The evidence for an early rollback over time; null where nobody looked. */
  readonly guard: GuardFigures | null;
  /** The end of the judged window beside its beginning; null where it is too short to have both. */
  readonly trend: Trend | null;
  /** The smallest total of the after window that would have rolled back, spread evenly; null where none ever would. */
  readonly smallestCaught: SmallestCaught | null;
}

/**
 * Computes every number that the rule rests on; what they mean is the judges' business.
 *
 * Linear in the number of buckets but for the rank test, which is bounded (see {@link rankTestP}). Missing buckets before the
 * release are not used; missing ones after it count as holding no error.
 *
 * @throws RangeError when a count, the bucket, the exposure or the rule is not a number that can be judged.
 */
export function analyse(pair: SeriesPair, rule: Rule): Analysis {
  assertJudgeable(pair, rule);
  const { bucketSeconds, exposureRatio } = pair;
  const before = describeBaseline(pair, rule);
  const after = describeCanary(pair, rule, before);
  const control = describeControl(pair, rule, before);
  const levelBefore = levelOf(before, exposureRatio, rule);
  const level = levelBefore === null ? null : Math.max(levelBefore, control?.level ?? 0);
  const guard = runGuard(pair, rule, before, levelBefore);
  const trend = describeTrend(judgedErrors(pair, rule), before.dispersion);
  const hasControl = pair.control !== undefined;
  const controlCovered = coveredByControl(pair, rule);
  const traffic = describeTraffic(pair, rule, before.scrubbed);
  const given = { rule, bucketSeconds, exposureRatio, before, after, traffic };
  const known = { ...given, hasControl, controlCovered, control, level, guard, trend };
  if (level === null) {
    return {
      ...known,
      limit: null,
      evidence: { countP: null, rankP: null, enough: false, unremarkable: false },
      smallestCaught: null,
    };
  }
  const limit = limitOf(level, after.judged, rule);
  const comparison = comparisonOf(before, after, pair, control);
  const usual = Math.max(exposureRatio * (before.mean ?? 0), control?.level ?? 0) * after.judged;
  const canUseRanks = exposureRatio === 1 && control === null && after.cappedErrors > limit;
  const rankTest = (): number | null =>
    canUseRanks
      ? rankTestP(
          judgedErrors(pair, rule),
          usedBefore(pair.before.errors, before.scrubbed).filter((count) => count !== null),
        )
      : null;
  // Errors that are spread evenly have no bursts of their own.
  const even = comparisonOf(before, { ...after, dispersion: 1 }, pair, control);
  return {
    ...known,
    limit,
    evidence: rule.plain
      ? { countP: null, rankP: null, enough: true, unremarkable: false }
      : weigh(before, after, comparison, bucketSeconds, rule, rankTest),
    smallestCaught: smallestCaught(after.judged, bucketSeconds, usual, limit, even, rule),
  };
}
