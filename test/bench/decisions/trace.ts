import type { SeriesPair } from '../../../src/core/series.js';
import type { Chance } from './chance.js';
import { BUCKET_SECONDS, drawErrors, ratesOf, STEP_SECONDS, type Model } from './models.js';

/** What else happens, besides the release. */
export type Scenario =
  | 'clean'
  /** A hundred errors in the first 20 s, while instances start. */
  | 'restart'
  /** The rate triples every hour. */
  | 'season'
  /** Twenty times the errors for a tenth of the window before. */
  | 'incident'
  /** Three times the errors from the release on, on every instance. */
  | 'fleet';

/** One kind of release, of which many are drawn. */
export interface Release {
  readonly model: Model;
  /** Errors a bucket of 30 s while nothing is wrong; those after the release for a new error. */
  readonly mean: number;
  /** How many times as many errors the release brings; `new` where there was none before. */
  readonly effect: number | 'new';
  readonly scenario?: Scenario;
  /** Whether stable instances with 95 % of the traffic run beside the canary. */
  readonly control?: boolean;
  /** Exposure after over exposure before: 0.05 compares a canary with the whole fleet before it. */
  readonly exposureRatio?: number;
  readonly beforeSeconds?: number;
}

const AFTER_SECONDS = 300;
const CANARY_SHARE = 0.05;
const STABLE_OVER_CANARY = (1 - CANARY_SHARE) / CANARY_SHARE;

/** Draws one release, in buckets of 10 s. */
export function drawRelease(chance: Chance, release: Release): SeriesPair {
  const { model, mean, effect, control = false, exposureRatio = 1, beforeSeconds = 1800 } = release;
  const before = beforeSeconds / STEP_SECONDS;
  const steps = before + AFTER_SECONDS / STEP_SECONDS;
  const usual = (mean * STEP_SECONDS) / BUCKET_SECONDS;
  const shared = ratesOf(chance, model, steps, mean).map((rate, step) => rate * scenarioFactor(release, step - before));
  const errors = shared.map((rate, step) => {
    const isAfter = step >= before;
    if (effect === 'new') return isAfter ? drawErrors(chance, model, usual * rate) : 0;
    return drawErrors(chance, model, (isAfter ? usual * effect : usual / exposureRatio) * rate);
  });
  if (release.scenario === 'restart') for (const step of [before, before + 1]) errors[step] = (errors[step] ?? 0) + 50;
  const stable = effect === 'new' ? 0 : usual * STABLE_OVER_CANARY;
  const theirs = control ? shared.slice(before).map((rate) => drawErrors(chance, model, stable * rate)) : null;
  return {
    bucketSeconds: STEP_SECONDS,
    exposureRatio,
    before: seriesOf(errors.slice(0, before)),
    after: seriesOf(errors.slice(before)),
    ...(theirs && { control: { after: seriesOf(theirs), exposureRatio: 1 / STABLE_OVER_CANARY } }),
  };
}

/** What the scenario multiplies every instance's rate with; steps are counted from the release. */
function scenarioFactor({ scenario, beforeSeconds = 1800 }: Release, step: number): number {
  const seconds = (step + 0.5) * STEP_SECONDS;
  if (scenario === 'season') return 3 ** (seconds / 3600);
  if (scenario === 'incident') return seconds > -0.6 * beforeSeconds && seconds < -0.5 * beforeSeconds ? 20 : 1;
  if (scenario === 'fleet') return step >= 0 ? 3 : 1;
  return 1;
}

function seriesOf(errors: readonly number[]): SeriesPair['before'] {
  return { errors, lines: errors.map(() => null) };
}
