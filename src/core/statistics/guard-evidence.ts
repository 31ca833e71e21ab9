/** How many times more errors than allowed the evidence looks for, each as likely as the others. */
const RISES = [1.5, 2, 3, 5, 10, 30, 100].map((rise) => ({ less: rise - 1, log: Math.log(rise) }));
const LOG_NUMBER_OF_RISES = Math.log(RISES.length);

/** The errors of the canary so far beside those they are compared with. */
export interface GuardCounts {
  /** Errors of the canary so far; need not be whole. */
  readonly after: number;
  /** Errors compared with: those before the release, or those of the stable instances so far. */
  readonly before: number;
  /** Exposure of the canary's count so far over exposure of the other. Above 0. */
  readonly exposure: number;
  /** The rate ratio, canary over the other, that is still allowed. Above 0. */
  readonly ratio: number;
  /** Index of dispersion, at least 1: counts are divided by it, so that a burst of errors counts as one. */
  readonly dispersion: number;
  /** That of the count compared with where it differs. */
  readonly dispersionBefore?: number;
}

/**
 * The natural logarithm of the evidence `E` that the canary's errors come more than `ratio` times as fast:
 *
 * `E = mean over g in G of g^(n/φ) × ((1+q) / (1+g q))^((n+B+1)/φ)`, `q = ratio × exposure`, `G` the rises from 1.5 to 100, `φ` the index of
 * dispersion.
 *
 * Each term is the likelihood of `n` among `n + B` errors when the true ratio is `g` times the allowed one, over their
 * likelihood at the allowed one: a bet that pays when the rise is real. A mean of such bets never grows on average while nothing is
 * wrong, so it may be looked at again and again. Source: mixture of sequential probability ratio tests, Robbins, Annals of
 * Mathematical Statistics 41 (1970); for counts Lindon and Malek, Anytime-valid inference for multinomial count data (2022). The
 * `+ 1` pays for a baseline that is itself chance. Computed as log-sum-exp, so that no count is too large.
 *
 * @example guardLogEvidence({ after: 12, before: 30, exposure: 1 / 30, ratio: 2, dispersion: 1 }) // 8.178: E = 3,563
 */
export function guardLogEvidence({
  after,
  before,
  exposure,
  ratio,
  dispersion,
  dispersionBefore = dispersion,
}: GuardCounts): number {
  const q = ratio * exposure * (dispersionBefore / dispersion);
  // q / (1 + q) in a form that no q overflows
  const share = 1 / (1 + 1 / q);
  const wins = after / dispersion;
  const bets = wins + (before + 1) / dispersionBefore;
  // One pass without a list: a long window asks this a million times.
  let largest = -Infinity;
  let sum = 0;
  for (const { less, log } of RISES) {
    const evidence = wins * log - bets * Math.log1p(less * share);
    if (evidence > largest) {
      sum = sum * Math.exp(largest - evidence) + 1;
      largest = evidence;
    } else sum += Math.exp(evidence - largest);
  }
  return largest + Math.log(sum) - LOG_NUMBER_OF_RISES;
}
