import type { Rule } from './rule.js';
import type { Count, SeriesPair } from './series.js';
import { autocorrelation } from './statistics/autocorrelation.js';
import { dispersionOf } from './statistics/dispersion.js';
import { incidentBuckets } from './statistics/incident.js';
import { interpolatedMedian, plainMedian } from './statistics/median.js';

/** An incident that takes more of the baseline than this leaves too little that is usual: nothing is dropped then. */
export const LARGEST_INCIDENT_SHARE = 0.4;

/** What the before window says about the usual errors. JSON-safe. */
export interface BaselineFigures {
  /** Buckets in the window. */
  readonly buckets: number;
  /** Buckets with data. */
  readonly covered: number;
  /** Indexes of buckets dropped as an incident; empty in plain mode and when too much would be dropped. */
  readonly scrubbed: readonly number[];
  /** Share of the covered buckets that an incident takes, 0 to 1, also when it was too large to drop; 0 in plain mode. */
  readonly incidentShare: number;
  /** Buckets that the rule used: covered and not scrubbed. */
  readonly used: number;
  /** Errors in the used buckets. */
  readonly errors: number;
  /** Errors a used bucket; null without one. */
  readonly mean: number | null;
  /** Median of the used buckets; interpolated while small, except in plain mode; null without a used bucket. */
  readonly median: number | null;
  /** Index of dispersion, at least 1: how much burstier than chance the errors come; 1 in plain mode. */
  readonly dispersion: number;
  /** How alike neighbouring used buckets are, -1 to 1; null with too few errors to say, and in plain mode. */
  readonly lag1: number | null;
  /** The same at lags 1 to 5 together, -5 to 5, which tells slower waves; null like `lag1`. */
  readonly lags1To5: number | null;
  /** Whether either is more than chance explains: errors come in waves. */
  readonly inWaves: boolean;
}

/** The before window's counts with everything that the rule does not use turned into null. */
export function usedBefore(counts: readonly Count[], scrubbed: readonly number[]): readonly Count[] {
  if (scrubbed.length === 0) return counts;
  const dropped = new Set(scrubbed);
  return counts.map((count, index) => (dropped.has(index) ? null : count));
}

/** Measures the before window: what is covered, what is an earlier incident, and what is usual in the rest. */
export function describeBaseline(pair: SeriesPair, rule: Rule): BaselineFigures {
  const counts = pair.before.errors;
  const covered = counts.reduce<number>((found, count) => (count === null ? found : found + 1), 0);
  const incident = rule.plain ? [] : incidentBuckets(counts);
  const incidentShare = covered === 0 ? 0 : incident.length / covered;
  const scrubbed = incidentShare > LARGEST_INCIDENT_SHARE ? [] : incident;
  const kept = usedBefore(counts, scrubbed);
  const used = kept.filter((count) => count !== null);
  const errors = used.reduce((sum, count) => sum + count, 0);
  const common = { buckets: counts.length, covered, scrubbed, incidentShare, used: used.length, errors };
  if (used.length === 0)
    return { ...common, mean: null, median: null, dispersion: 1, lag1: null, lags1To5: null, inWaves: false };
  const waves = rule.plain ? null : autocorrelation(kept);
  const inWaves = waves !== null && waves.inWaves;
  return {
    ...common,
    mean: errors / used.length,
    median: rule.plain ? plainMedian(used) : interpolatedMedian(used),
    dispersion: rule.plain ? 1 : dispersionOf(kept, pair.bucketSeconds, inWaves),
    lag1: waves === null ? null : waves.lag1,
    lags1To5: waves === null ? null : waves.lags1To5,
    inWaves,
  };
}
