import { judgeSeries } from '../../../src/core/judgement.js';
import { rebin } from '../../../src/core/rebin.js';
import { DEFAULT_RULE, type Rule } from '../../../src/core/rule.js';
import type { Count, SeriesPair } from '../../../src/core/series.js';
import { warmUpBuckets } from '../../../src/core/warm-up.js';
import { soonestCertain } from './best-possible.js';
import { chanceOf } from './chance.js';
import { isHighByMannWhitney } from './mann-whitney.js';
import { BUCKET_SECONDS, STEP_SECONDS } from './models.js';
import { tallyOf, type Outcome, type Tally } from './tally.js';
import { drawRelease, type Release } from './trace.js';

/** Some releases of one kind; every part draws from a stream of its own. */
export interface Task {
  readonly seed: number;
  readonly release: Release;
  readonly part: number;
  readonly releases: number;
}

/** What each judge said about the same releases. */
export interface Verdicts {
  /** The product's own. */
  readonly rule: Tally;
  /** Its bare median × sensitivity. */
  readonly plain: Tally;
  readonly mannWhitney: Tally;
  /** Wald's sequential test, which knows the rate before and the rise. */
  readonly sequential: Tally;
}

/** Draws the releases of a task and has them judged: by the product's own code, and by those it is held against. */
export function measure({ seed, release, part, releases }: Task): Verdicts {
  const chance = chanceOf(JSON.stringify([seed, release, part]));
  const rule: Rule = { ...DEFAULT_RULE, warmUpSeconds: release.scenario === 'restart' ? 30 : 0, early: 'on' };
  const outcomes = Array.from({ length: releases }, () => {
    const fine = drawRelease(chance, release);
    const pair = rebin(fine, BUCKET_SECONDS / STEP_SECONDS);
    return {
      rule: outcomeOf(pair, rule),
      plain: outcomeOf(pair, { ...rule, plain: true }),
      mannWhitney: outcomeByRanks(pair, rule),
      sequential: outcomeBySequentialTest(fine, release, rule),
    };
  });
  return {
    rule: tallyOf(outcomes.map((outcome) => outcome.rule)),
    plain: tallyOf(outcomes.map((outcome) => outcome.plain)),
    mannWhitney: tallyOf(outcomes.map((outcome) => outcome.mannWhitney)),
    sequential: tallyOf(outcomes.map((outcome) => outcome.sequential)),
  };
}

function outcomeOf(pair: SeriesPair, rule: Rule): Outcome {
  const { verdict, atSeconds, analysis } = judgeSeries(pair, rule);
  return { verdict, atSeconds, isEarly: (analysis.guard?.firedAtSeconds ?? null) !== null };
}

function outcomeByRanks({ before, after, bucketSeconds }: SeriesPair, { warmUpSeconds }: Rule): Outcome {
  const counts = (errors: readonly Count[]): number[] => errors.map((count) => count ?? 0);
  const warmUp = warmUpBuckets(warmUpSeconds, bucketSeconds, after.errors.length);
  const isHigh = isHighByMannWhitney(counts(after.errors).slice(warmUp), counts(before.errors));
  return { verdict: isHigh ? 'rollback' : 'pass', atSeconds: after.errors.length * bucketSeconds, isEarly: false };
}

function outcomeBySequentialTest(fine: SeriesPair, { mean, effect }: Release, { sensitivity }: Rule): Outcome {
  const usualAStep = (mean * STEP_SECONDS) / BUCKET_SECONDS;
  const errors = fine.after.errors.map((count) => count ?? 0);
  const rise = effect === 'new' ? sensitivity : effect;
  const atSeconds = rise > sensitivity ? soonestCertain(errors, STEP_SECONDS, usualAStep, rise, sensitivity) : null;
  if (atSeconds === null) return { verdict: 'pass', atSeconds: errors.length * STEP_SECONDS, isEarly: false };
  return { verdict: 'rollback', atSeconds, isEarly: true };
}
