import type { Chance } from './chance.js';

/** Everything is drawn in steps of this length, which is also that of the guard's looks. */
export const STEP_SECONDS = 10;
/** Means are told in errors a level bucket. */
export const BUCKET_SECONDS = 30;
const STEPS_A_BUCKET = BUCKET_SECONDS / STEP_SECONDS;

/** How errors come. */
export type Model =
  /** Each on its own. */
  | { readonly kind: 'poisson' }
  /** Negative binomial in buckets of 30 s: `dispersion` times the variance of Poisson counts. */
  | { readonly kind: 'negative-binomial'; readonly dispersion: number }
  /** Bursts of a size that is Pareto with exponent 1.5, up to 500 errors at once. */
  | { readonly kind: 'bursts' }
  /** A rate that wanders: log-normal, correlated over `tauSeconds` (a Cox process). */
  | { readonly kind: 'waves'; readonly tauSeconds: number; readonly sigma: number };

const BURST_EXPONENT = 1.5;
const LARGEST_BURST = 500;
/** The sum over sizes of the chance to reach them: the mean of a whole-numbered size. */
const MEAN_BURST = Array.from({ length: LARGEST_BURST }, (_, index) => (index + 1) ** -BURST_EXPONENT).reduce(
  (sum, chance) => sum + chance,
);

/** What multiplies the rate, a step, with mean 1: what a canary and its stable instances share. `mean` is in errors a bucket. */
export function ratesOf(chance: Chance, model: Model, steps: number, mean: number): readonly number[] {
  if (model.kind === 'negative-binomial') {
    const shape = mean / (model.dispersion - 1);
    let rate = 1;
    return Array.from({ length: steps }, (_, step) => {
      if (step % STEPS_A_BUCKET === 0) rate = shape > 0 ? chance.gamma(shape) / shape : 1;
      return rate;
    });
  }
  if (model.kind === 'waves') {
    const { tauSeconds, sigma } = model;
    const memory = Math.exp(-STEP_SECONDS / tauSeconds);
    const news = Math.sqrt(1 - memory ** 2);
    let height = chance.normal();
    return Array.from({ length: steps }, () => {
      height = memory * height + news * chance.normal();
      return Math.exp(sigma * height - sigma ** 2 / 2);
    });
  }
  return Array.from({ length: steps }, () => 1);
}

/** The errors of one step. */
export function drawErrors(chance: Chance, model: Model, mean: number): number {
  if (model.kind !== 'bursts') return chance.poisson(mean);
  let errors = 0;
  for (let bursts = chance.poisson(mean / MEAN_BURST); bursts > 0; bursts -= 1) {
    errors += Math.min(LARGEST_BURST, Math.floor(chance.pareto(BURST_EXPONENT)));
  }
  return errors;
}
