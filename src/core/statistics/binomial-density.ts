import { gammaln } from 'simple-statistics';

const LOG_SQRT_2PI = 0.9189385332046727;

/**
 * The binomial probability of `k` in `k + l` trials with chance `p` (and `q = 1 - p`), for any real `k, l > 0`:
 * `Γ(k+l+1) / (Γ(k+1) Γ(l+1)) p^k q^l`.
 *
 * By Loader's saddle-point form (Fast and accurate computation of binomial probabilities, 2000; the one R uses): the straight
 * difference of log-gammas loses six digits at counts of 1e9, this keeps thirteen.
 */
export function binomialDensity(k: number, l: number, p: number, q: number): number {
  const n = k + l;
  const log =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(l) -
    deviance(k, n * p) -
    deviance(l, n * q) -
    LOG_SQRT_2PI -
    0.5 * Math.log(k * (l / n));
  return Math.exp(log);
}

/** `ln Γ(x+1)` minus Stirling's `(x + 1/2) ln x - x + ln sqrt(2π)`: DLMF 5.11.1, five terms above 16. */
function stirlingError(x: number): number {
  if (x <= 16) return gammaln(x + 1) - (x + 0.5) * Math.log(x) + x - LOG_SQRT_2PI;
  const xx = x * x;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / xx) / xx) / xx) / xx) / x;
}

/** The series of the deviance gains two digits a term: this many are never needed, and bound it for any number. */
const MOST_POWER = 99;

/** `x ln(x/m) + m - x`, without cancellation where `x` is near `m`. */
function deviance(x: number, m: number): number {
  const v = (x - m) / (x + m);
  if (Math.abs(v) >= 0.1) return x * Math.log(x / m) + m - x;
  // x ln((1+v)/(1-v)) + m - x = (x-m) v + 2x (v³/3 + v⁵/5 + …)
  let sum = (x - m) * v;
  let power = 2 * x * v;
  for (let j = 3; j <= MOST_POWER; j += 2) {
    power *= v * v;
    const next = sum + power / j;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}
