/** Count, mean and sum of squared deviations of numbers that come one by one. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

export const NO_MOMENTS: Moments = { count: 0, mean: 0, squares: 0 };

/** Adds one more number. Source: Welford, Technometrics 4 (1962); large counts lose no digits. */
export function addMoment({ count, mean, squares }: Moments, value: number): Moments {
  const next = mean + (value - mean) / (count + 1);
  return { count: count + 1, mean: next, squares: squares + (value - mean) * (value - next) };
}

/** Sample variance over mean, 1 for Poisson counts; 1 where there is nothing to tell it from. */
export function indexOfDispersion({ count, mean, squares }: Moments): number {
  return count < 2 || mean === 0 ? 1 : squares / (count - 1) / mean;
}
