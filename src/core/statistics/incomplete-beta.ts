import { binomialDensity } from './binomial-density.js';

const TINY = 1e-300;
const PRECISION = 1e-15;
/** Below it `1 - I_x(a, b)`, about `a ln(1/x)`, is lost in the last digits. */
const LEAST_SHAPE = 1e-18;
/** Sums and products of larger shapes lose their last digits or overflow; no count of errors comes near it. */
const MOST_SHAPE = 1e15;
/** About ten times what shapes of 1e15 need. */
const MOST_TERMS = 1e6;

/**
 * The regularised incomplete beta function `I_x(a, b)` for `a >= 0`, `b > 0`; `y` is `1 - x`, given by the caller so that no
 * digits are lost.
 *
 * By the continued fraction DLMF 8.17.22, which converges fast below the mean `(a+1) / (a+b+2)`; above it by the symmetry
 * `1 - I_y(b, a)` (DLMF 8.17.4). The work grows with the square root of the larger parameter: well under a millisecond at 1e9.
 *
 * Shapes above 1e15 are shrunk together to 1e15, `b` not below 1: fewer trials, so that no rise looks surer than it is.
 */
export function regularizedIncompleteBeta(x: number, y: number, a: number, b: number): number {
  if (a < LEAST_SHAPE || y <= 0) return 1;
  if (x <= 0 || b < LEAST_SHAPE) return 0;
  const excess = Math.max(a, b) / MOST_SHAPE;
  if (excess > 1) {
    return regularizedIncompleteBeta(
      x,
      y,
      Math.min(a / excess, MOST_SHAPE),
      Math.min(Math.max(b / excess, Math.min(b, 1)), MOST_SHAPE),
    );
  }
  if (x < (a + 1) / (a + b + 2)) return lowerTail(x, y, a, b);
  return 1 - lowerTail(y, x, b, a);
}

/** `x^a y^b / (a B(a, b))` times the continued fraction; the factor is a binomial probability times `b / (a + b)`. */
function lowerTail(x: number, y: number, a: number, b: number): number {
  const front = binomialDensity(a, b, x, y) * (b / (a + b));
  return front === 0 ? 0 : Math.min(1, front * continuedFraction(x, a, b));
}

/** `1 / (1 + d1 / (1 + d2 / …))` by the modified Lentz method (Press et al., Numerical Recipes, section 5.2). */
function continuedFraction(x: number, a: number, b: number): number {
  const mostTerms = Math.min(1_000 + 20 * Math.sqrt(Math.max(a, b)), MOST_TERMS);
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= mostTerms; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < PRECISION) break;
  }
  return value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
