import { gammaln } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { guardThreshold } from '../../../src/core/guard.js';
import { guardLogEvidence } from '../../../src/core/statistics/guard-evidence.js';

/*
 * How often does the guard roll back a canary whose errors come exactly `ratio` times as fast as before, the most that is allowed?
 *
 * No simulation: the errors before are Poisson, and for each number of them the chance that the errors after cross the boundary
 * at any look is followed look by look (dynamic programming over the errors so far). What the guard asks besides evidence
 * (a capped largest bucket, occasions, the limit) is left out, which can only raise the figure. Neighbouring numbers of errors before
 * share the boundary of the smallest, which raises it too.
 */

interface Wait {
  /** The canary's errors per 30 s at ratio 1. */
  readonly mean: number;
  /** What is allowed. */
  readonly ratio: number;
  /** How fast the errors come, times the usual; `ratio` unless told. */
  readonly pace?: number;
  readonly beforeSeconds: number;
  readonly exposureRatio: number;
  readonly looks: number;
  readonly lookSeconds: number;
}

const poisson = (count: number, mean: number): number => Math.exp(count * Math.log(mean) - mean - gammaln(count + 1));

/** The fewest errors with evidence enough; at least three, as the guard asks. */
function boundary(before: number, look: number, { ratio, beforeSeconds, exposureRatio, lookSeconds }: Wait): number {
  const exposure = (exposureRatio * look * lookSeconds) / beforeSeconds;
  const isEnough = (after: number): boolean =>
    guardLogEvidence({ after, before, exposure, ratio, dispersion: 1 }) >= Math.log(guardThreshold(look));
  let low = 2;
  let high = 3;
  while (!isEnough(high)) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The chance to cross the boundary at any look, given the errors before. */
function chanceToFire(before: number, wait: Wait): number {
  const perLook = (wait.mean / 30) * wait.lookSeconds * (wait.pace ?? wait.ratio);
  const most = Math.ceil(perLook + 9 * Math.sqrt(perLook) + 12);
  const step = Array.from({ length: most + 1 }, (_, errors) => poisson(errors, perLook));
  let quiet = new Float64Array([1]);
  for (let look = 1; look <= wait.looks; look += 1) {
    const limit = boundary(before, look, wait);
    const next = new Float64Array(limit);
    for (const [errors, chance] of quiet.entries()) {
      if (chance < 1e-14) continue;
      for (const [more, share] of step.entries()) {
        const sum = errors + more;
        if (sum >= limit) break;
        next[sum] = (next[sum] ?? 0) + chance * share;
      }
    }
    quiet = next;
  }
  return 1 - quiet.reduce((sum, chance) => sum + chance, 0);
}

/** The same over all numbers of errors before, in groups of neighbours. */
function falseAlarms(wait: Wait): number {
  const expected = (wait.mean / 30) * (wait.beforeSeconds / wait.exposureRatio);
  const reach = 6 * Math.sqrt(expected) + 8;
  const first = Math.max(0, Math.floor(expected - reach));
  const group = Math.max(1, Math.ceil((2 * reach) / 50));
  let total = 0;
  for (let before = first; before < expected + reach; before += group) {
    let weight = 0;
    for (let member = before; member < before + group; member += 1) weight += poisson(member, expected);
    if (weight > 1e-7) total += weight * chanceToFire(before, wait);
  }
  return total;
}

const RATIOS = [1, 1.5, 2, 3];
const MEANS = [0.1, 0.3, 1, 3];

describe.each([
  { name: 'five minutes, a look every 10 s, the same instances', looks: 30, lookSeconds: 10, exposureRatio: 1 },
  { name: 'five minutes, a look every 10 s, a share of 5 %', looks: 30, lookSeconds: 10, exposureRatio: 0.05 },
  { name: 'ten minutes, the wait extended once', looks: 60, lookSeconds: 10, exposureRatio: 1 },
])('$name', (wait) => {
  test.for([300, 1800, 3600])('%i s before: at most 1 % false alarms over the whole wait', (beforeSeconds) => {
    const alarms = RATIOS.flatMap((ratio) => MEANS.map((mean) => falseAlarms({ ...wait, beforeSeconds, ratio, mean })));
    expect(Math.max(...alarms)).toBeLessThan(0.01);
  });
});

test('a look every second costs no more', () => {
  const wait = { looks: 300, lookSeconds: 1, beforeSeconds: 1800, exposureRatio: 1, ratio: 2, mean: 1 };
  expect(falseAlarms(wait)).toBeLessThan(0.01);
});

test('while nothing is wrong it is a tenth of that', () => {
  const wait = { looks: 30, lookSeconds: 10, beforeSeconds: 1800, exposureRatio: 1, ratio: 2, pace: 1 };
  expect(Math.max(...MEANS.map((mean) => falseAlarms({ ...wait, mean })))).toBeLessThan(0.001);
});

test('eager bets on any rise: at the usual rate at most 1 %', () => {
  const wait = { looks: 30, lookSeconds: 10, beforeSeconds: 1800, exposureRatio: 1, ratio: 1, pace: 1 };
  expect(Math.max(...MEANS.map((mean) => falseAlarms({ ...wait, mean })))).toBeLessThan(0.01);
});
