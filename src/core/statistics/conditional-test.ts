import { regularizedIncompleteBeta } from './incomplete-beta.js';

/** Two counts and the exposures that they were seen under. */
export interface CountComparison {
  /** Errors after the release; need not be whole. */
  readonly after: number;
  /** Errors before it. */
  readonly before: number;
  /** Exposure of the after count over exposure of the before count. Above 0. */
  readonly exposure: number;
  /** The rate ratio, after over before, that is still no rise; 1 unless told otherwise. Above 0. */
  readonly ratio?: number;
  /** Index of dispersion, at least 1: counts are divided by it, so that a burst of errors counts as one; 1 unless told. */
  readonly dispersion?: number;
  /** That of the before count where it differs. */
  readonly dispersionBefore?: number;
}

/**
 * The exact conditional test of two Poisson rates: the chance of at least as many errors after, given the total, when the rate
 * after is at most `ratio` times the rate before.
 *
 * Given `N + B` errors in all, the number that fall after is binomial with chance `q = θ / (1 + θ)`, `θ = ratio × exposure`, so
 * `p = P(X >= N) = I_q(N, B + 1)`. Source: Przyborowski and Wilenski, Biometrika 31 (1940); Gu, Ng, Tang and Schucany,
 * Biometrical Journal 50 (2008). It never falsely finds a rise more often than `p` says, however small the counts.
 *
 * @example conditionalTestP({ after: 60, before: 30, exposure: 51477.5 / 54308.7, ratio: 1.2 }) // 0.00665177 (R exactci)
 */
export function conditionalTestP({
  after,
  before,
  exposure,
  ratio = 1,
  dispersion = 1,
  dispersionBefore = dispersion,
}: CountComparison): number {
  const theta = ratio * exposure * (dispersionBefore / dispersion);
  const [bursts, burstsBefore] = [after / dispersion, before / dispersionBefore];
  return regularizedIncompleteBeta(1 / (1 + 1 / theta), 1 / (1 + theta), bursts, burstsBefore + 1);
}
