import { gammaln } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { FEWEST_ERRORS, isMoreThanChance } from '../../../src/core/evidence.js';
import { DEFAULT_RULE } from '../../../src/core/rule.js';

/*
 * How often does the count test call a good release more than chance?
 *
 * No simulation: errors before and after are Poisson at the same rate, and the chances of all counts that reach the boundary are
 * added up. What else a rollback asks for (the limit, the cap, occasions) is left out, which can only raise the figure.
 */

const poisson = (count: number, mean: number): number => Math.exp(count * Math.log(mean) - mean - gammaln(count + 1));

interface Windows {
  readonly beforeSeconds: number;
  readonly exposureRatio: number;
  readonly budget?: number;
}

/** The share of good releases in which the count test speaks for a rise, given the errors expected after the release. */
function falseAlarms(expected: number, { beforeSeconds, exposureRatio, budget = 1 }: Windows): number {
  const exposure = (exposureRatio * 300) / beforeSeconds;
  const expectedBefore = expected / exposure;
  const most = Math.ceil(expected + 9 * Math.sqrt(expected) + 20);
  const orMore = Array.from({ length: most + 1 }, (_, count) => poisson(count, expected));
  for (let count = most - 1; count >= 0; count -= 1) orMore[count]! += orMore[count + 1]!;
  const reach = 7 * Math.sqrt(expectedBefore) + 10;
  const common = { exposure, dispersion: 1, dispersionBefore: 1, share: 1 };
  let needed = FEWEST_ERRORS;
  let share = 0;
  for (let before = Math.max(0, Math.floor(expectedBefore - reach)); before < expectedBefore + reach; before += 1) {
    const isRise = (errors: number): boolean =>
      isMoreThanChance(errors, { ...common, errors, before }, { ...DEFAULT_RULE, budget });
    while (needed <= most && !isRise(needed)) needed += 1;
    share += poisson(before, expectedBefore) * (orMore[needed] ?? 0);
  }
  return share;
}

/** Errors expected in the five minutes after, from hardly any to two hundred. */
const EXPECTED = Array.from({ length: 45 }, (_, step) => 0.1 * 1.19 ** step);
const worst = (windows: Windows): number => Math.max(...EXPECTED.map((expected) => falseAlarms(expected, windows)));

describe('of good releases the count test calls a rise, whatever the rate of errors', () => {
  test.for([
    { beforeSeconds: 300, exposureRatio: 1 },
    { beforeSeconds: 1800, exposureRatio: 1 },
    { beforeSeconds: 3600, exposureRatio: 1 },
    { beforeSeconds: 1800, exposureRatio: 0.05 },
    { beforeSeconds: 1800, exposureRatio: 3 },
  ])('at most 0.62 % after $beforeSeconds s at $exposureRatio × the exposure', (windows) => {
    expect(worst(windows)).toBeLessThanOrEqual(0.0062);
  });

  test('half of it when it may be judged twice', () => {
    expect(worst({ beforeSeconds: 1800, exposureRatio: 1, budget: 0.5 })).toBeLessThanOrEqual(0.0062 / 2);
  });

  test('not far below it either: nothing is given away', () => {
    expect(worst({ beforeSeconds: 1800, exposureRatio: 1 })).toBeGreaterThan(0.005);
  });
});
