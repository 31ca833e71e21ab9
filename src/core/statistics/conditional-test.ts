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
export function conditionalTestP(comparison: CountComparison): number {
  const { theta, bursts, burstsBefore } = inBursts(comparison);
  return upperTail(theta, bursts, burstsBefore);
}

/**
 * The mid-p value of the same test: the chance of more errors after, given the total, and half the chance of exactly as many:
 * `(I_q(N, B + 1) + I_q(N + 1, B)) / 2`.
 *
 * The exact p falls in steps, so that at small counts it stays far below any level it is held against; mid-p spends what the steps
 * leave. Sources: Lancaster, Biometrika 36 (1949); Hirji, Tan and Elashoff, Statistics in Medicine 10 (1991).
 *
 * @example conditionalTestMidP({ after: 1, before: 1, exposure: 1 }) // 1/2: of none, one and two after, all of two, half of one
 */
export function conditionalTestMidP(comparison: CountComparison): number {
  const { theta, bursts, burstsBefore } = inBursts(comparison);
  return (upperTail(theta, bursts, burstsBefore) + upperTail(theta, bursts + 1, burstsBefore - 1)) / 2;
}

/** The comparison with every burst counted once. */
function inBursts({
  after,
  before,
  exposure,
  ratio = 1,
  dispersion = 1,
  dispersionBefore = dispersion,
}: CountComparison): { readonly theta: number; readonly bursts: number; readonly burstsBefore: number } {
  return {
    theta: ratio * exposure * (dispersionBefore / dispersion),
    bursts: after / dispersion,
    burstsBefore: before / dispersionBefore,
  };
}

/** The chance of `after` or more among `after + before`; 0 where that is more than there are. */
function upperTail(theta: number, after: number, before: number): number {
  return before <= -1 ? 0 : regularizedIncompleteBeta(1 / (1 + 1 / theta), 1 / (1 + theta), after, before + 1);
}
