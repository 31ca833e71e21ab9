import type { Count } from '../series.js';

/** Fewer errors than this show no waves, only neighbours. */
const FEWEST_ERRORS = 10;

/** Slow waves among few errors show in neighbours less than in all five that follow. */
const LAGS = 5;

/** How alike buckets are that follow each other, and how alike chance makes them. */
export interface Autocorrelation {
  /** Lag-1 autocorrelation, -1 to 1. */
  readonly lag1: number;
  /** The sum of those at lags 1 to 5. */
  readonly lags1To5: number;
  /** Whether either is more than independent buckets show once in forty times. */
  readonly inWaves: boolean;
}

/** What the lag-1 autocorrelation of so many independent buckets exceeds once in forty times: `2 / sqrt(n)`. */
export function chanceOfLag1(buckets: number): number {
  return 2 / Math.sqrt(buckets);
}

/** The same of the sum of lags 1 to 5, which are independent of each other: `2 sqrt(5 / n)`. */
export function chanceOfLags1To5(buckets: number): number {
  return 2 * Math.sqrt(LAGS / buckets);
}

/**
 * The autocorrelation of counts at lag k: `Σ (x_i - m)(x_(i+k) - m) / Σ (x_i - m)²`, over pairs that both have data; at lag 1, and
 * summed over lags 1 to 5, which finds slower waves among fewer errors.
 *
 * At each lag independent buckets have a variance of nearly `1 / n`: Box and Jenkins, Time Series Analysis (1976), section 2.1.6.
 * Null with fewer than ten errors or without any variation.
 */
export function autocorrelation(counts: readonly Count[]): Autocorrelation | null {
  const covered = counts.filter((count) => count !== null);
  const errors = covered.reduce((sum, count) => sum + count, 0);
  if (errors < FEWEST_ERRORS) return null;
  const mean = errors / covered.length;
  const squares = covered.reduce((sum, count) => sum + (count - mean) ** 2, 0);
  if (squares === 0) return null;
  const atLag = (lag: number): number => {
    let products = 0;
    for (let index = lag; index < counts.length; index += 1) {
      const one = counts[index] ?? null;
      const other = counts[index - lag] ?? null;
      if (one !== null && other !== null) products += (one - mean) * (other - mean);
    }
    return products / squares;
  };
  const lag1 = atLag(1);
  let lags1To5 = lag1;
  for (let lag = 2; lag <= LAGS; lag += 1) lags1To5 += atLag(lag);
  const inWaves = lag1 > chanceOfLag1(covered.length) || lags1To5 > chanceOfLags1To5(covered.length);
  return { lag1, lags1To5, inWaves };
}
