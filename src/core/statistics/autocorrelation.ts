import type { Count } from '../series.js';

/** Fewer errors than this show no waves, only neighbours. */
const FEWEST_ERRORS = 10;

/** How alike neighbouring buckets are, and how alike chance makes them. */
export interface Autocorrelation {
  /** Lag-1 autocorrelation, -1 to 1. */
  readonly lag1: number;
  /** What independent buckets exceed once in forty times: `2 / sqrt(n)`. */
  readonly chance: number;
}

/**
 * The lag-1 autocorrelation of counts: `Σ (x_i - m)(x_(i+1) - m) / Σ (x_i - m)²`, over neighbours that both have data.
 *
 * Chance explains up to `2 / sqrt(n)`: Box and Jenkins, Time Series Analysis (1976), section 2.1.6. Null with fewer than ten
 * errors or without any variation.
 */
export function autocorrelation(counts: readonly Count[]): Autocorrelation | null {
  let errors = 0;
  let covered = 0;
  for (const count of counts) {
    if (count === null) continue;
    errors += count;
    covered += 1;
  }
  if (errors < FEWEST_ERRORS) return null;
  const mean = errors / covered;
  let squares = 0;
  let products = 0;
  let previous: number | null = null;
  for (const count of counts) {
    const deviation: number | null = count === null ? null : count - mean;
    if (deviation !== null) squares += deviation * deviation;
    if (deviation !== null && previous !== null) products += deviation * previous;
    previous = deviation;
  }
  return squares === 0 ? null : { lag1: products / squares, chance: 2 / Math.sqrt(covered) };
}
