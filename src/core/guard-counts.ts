import type { BaselineFigures } from './baseline.js';
import type { Count, SeriesPair } from './series.js';
import { addCount, cappedOf, type CappedSum, NOTHING_COUNTED } from './statistics/cap.js';
import { canaryDispersion } from './statistics/canary-dispersion.js';
import type { GuardCounts } from './statistics/guard-evidence.js';
import { addMoment, indexOfDispersion, type Moments, NO_MOMENTS } from './statistics/moments.js';
import { addSplit, NO_SPLIT, type Split, splitDispersion } from './statistics/split-dispersion.js';

/** The canary's errors so far, to be compared with those before the release. */
export interface AgainstPast {
  readonly counted: CappedSum;
  readonly moments: Moments;
}

export const NOTHING_AGAINST_PAST: AgainstPast = { counted: NOTHING_COUNTED, moments: NO_MOMENTS };

/** Adds what one more look brought. */
export function addToPast({ counted, moments }: AgainstPast, count: number): AgainstPast {
  return { counted: addCount(counted, count), moments: addMoment(moments, count) };
}

/** What the evidence against the past is computed from, `judgedSeconds` after the end of the warm-up. */
export function countsAgainstPast(
  { counted, moments }: AgainstPast,
  { exposureRatio, bucketSeconds }: SeriesPair,
  baseline: BaselineFigures,
  judgedSeconds: number,
): Omit<GuardCounts, 'ratio'> {
  return {
    after: cappedOf(counted),
    before: baseline.errors,
    exposure: (exposureRatio * judgedSeconds) / (baseline.used * bucketSeconds),
    dispersion: canaryDispersion(baseline.dispersion, exposureRatio, indexOfDispersion(moments)),
    dispersionBefore: baseline.dispersion,
  };
}

/** The errors of both sides so far, in the looks at which the stable instances have data. */
export interface AgainstControl {
  readonly counted: CappedSum;
  readonly control: number;
  readonly split: Split;
}

export const NOTHING_AGAINST_CONTROL: AgainstControl = { counted: NOTHING_COUNTED, control: 0, split: NO_SPLIT };

/** Adds what one more look brought; nothing where the stable instances have no data, because they may hide as many errors. */
export function addToControl(soFar: AgainstControl, canary: number, control: Count): AgainstControl {
  if (control === null) return soFar;
  return {
    counted: addCount(soFar.counted, canary),
    control: soFar.control + control,
    split: addSplit(soFar.split, canary, control),
  };
}

/** What the evidence against the stable instances is computed from. */
export function countsAgainstControl(
  { counted, control, split }: AgainstControl,
  exposureRatio: number,
): Omit<GuardCounts, 'ratio'> {
  return { after: cappedOf(counted), before: control, exposure: exposureRatio, dispersion: splitDispersion(split) };
}
