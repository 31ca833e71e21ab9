import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { mean, sampleVariance } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { leastMissed, soonestCertain } from '../../bench/decisions/best-possible.js';
import { chanceOf } from '../../bench/decisions/chance.js';
import { BEYOND, GOALS } from '../../bench/decisions/goals.js';
import { isHighByMannWhitney } from '../../bench/decisions/mann-whitney.js';
import { measure } from '../../bench/decisions/measure.js';
import type { Model } from '../../bench/decisions/models.js';
import { medianSecond, shareOf, tallyOf } from '../../bench/decisions/tally.js';
import { drawRelease } from '../../bench/decisions/trace.js';

const ROOT = path.resolve(import.meta.dirname, '../../..');

test('a small run fills every line of the table, and the same seed fills it alike', async () => {
  const run = async (...args: readonly string[]) => {
    const script = ['--import', 'tsx', 'test/bench/decisions.ts', '--quick', '--releases', '6', ...args];
    const { stdout } = await promisify(execFile)(process.execPath, script, { cwd: ROOT });
    return stdout;
  };
  const page = await run();
  for (const { quantity } of [...GOALS, ...BEYOND]) {
    const cells = page
      .split('\n')
      .find((line) => line.startsWith(`| ${quantity} `))
      ?.split('|')
      .map((cell) => cell.trim())
      .slice(2, -1);
    expect(cells?.length, quantity).toBeGreaterThanOrEqual(3);
    for (const cell of cells ?? []) {
      expect(cell, quantity).toMatch(/^(–|(≤ |\*\*over\*\* )?(\d[\d.]* [%s]|never)( \(.*–.*\))?)$/);
    }
  }
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
  expect(await run()).toBe(page);
  expect(await run('--seed', '2')).not.toBe(page);
});

describe('the models', () => {
  const MODELS: readonly (readonly [Model, number])[] = [
    [{ kind: 'poisson' }, 1],
    [{ kind: 'negative-binomial', dispersion: 3 }, 3],
    [{ kind: 'waves', tauSeconds: 120, sigma: 0.5 }, 3],
    [{ kind: 'bursts' }, 20],
  ];
  test.for(MODELS)('%s have the mean they are told, and the variance %s times that', ([model, dispersion]) => {
    const chance = chanceOf('a seed');
    const buckets = Array.from({ length: 400 }, () => {
      const { errors } = drawRelease(chance, { model, mean: 12, effect: 1 }).before;
      return Array.from({ length: errors.length / 3 }, (_, index) =>
        errors.slice(index * 3, index * 3 + 3).reduce<number>((sum, count) => sum + (count ?? 0), 0),
      );
    }).flat();
    expect(mean(buckets)).toBeGreaterThan(12 * 0.95);
    expect(mean(buckets)).toBeLessThan(12 * 1.05);
    const index = sampleVariance(buckets) / mean(buckets);
    expect(index).toBeGreaterThan(dispersion * 0.85);
    if (model.kind !== 'bursts') expect(index).toBeLessThan(dispersion * 1.6);
  });

  test('a part of the releases does not depend on the others', () => {
    const task = {
      seed: 1,
      release: { model: { kind: 'poisson' }, mean: 2, effect: 3 },
      part: 3,
      releases: 5,
    } as const;
    const alone = measure(task);
    measure({ ...task, part: 2 });
    expect(measure(task)).toEqual(alone);
  });
});

describe('Mann-Whitney in the manner of Kayenta', () => {
  const before = [9, 11, 10, 8, 12, 10, 9, 11, 10, 10, 13, 7, 10, 11, 9, 10, 12, 8, 10, 9];
  test.for([
    { after: [20, 22, 19, 21, 18, 20, 23, 20, 19, 21], before, isHigh: true, why: 'twice as many, far apart' },
    { after: [10, 9, 11, 10, 12, 8, 10, 11, 9, 10], before, isHigh: false, why: 'alike' },
    { after: [1, 2, 1, 2, 1, 2, 1, 2, 1, 2], before, isHigh: false, why: 'fewer' },
    { after: Array(10).fill(50), before: Array(20).fill(0), isHigh: false, why: 'no ratio to a baseline of zeros' },
    { after: [10, 10], before: [10, 10, 10], isHigh: false, why: 'all the same' },
  ])('$isHigh: $why', ({ after, before: baseline, isHigh }) => {
    expect(isHighByMannWhitney(after, baseline)).toBe(isHigh);
  });
});

describe('the best possible', () => {
  test.for([
    { mean: 0.5, effect: 3, missed: 0.2173 },
    { mean: 1, effect: 3, missed: 0.0241 },
    { mean: 0.05, effect: 10, missed: 0.268 },
  ])('misses $missed at $effect × $mean', ({ mean: errors, effect, missed }) => {
    expect(leastMissed(errors, effect, 60, 10)).toBeCloseTo(missed, 3);
  });

  test('keeps its level: of good releases it misses 99 %', () => {
    for (const errors of [0.05, 0.5, 5]) expect(leastMissed(errors, 1, 60, 10)).toBeCloseTo(0.99, 6);
  });

  test('is certain when the likelihood ratio reaches a hundred', () => {
    // Each step: 5 ln(10/2) - 8 × 0.5 = 4.047; a hundred is 4.605.
    expect(soonestCertain([5, 5, 5], 10, 0.5, 10, 2)).toBe(20);
    expect(soonestCertain([0, 0, 0], 10, 0.5, 10, 2)).toBeNull();
  });
});

describe('limits', () => {
  test('of a share are those of Wilson', () => {
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20.
    expect(shareOf(81, 263)).toEqual({
      value: 81 / 263,
      low: expect.closeTo(0.2553, 4),
      high: expect.closeTo(0.3662, 4),
    });
    expect(shareOf(15, 148)).toEqual({
      value: 15 / 148,
      low: expect.closeTo(0.0624, 4),
      high: expect.closeTo(0.1605, 4),
    });
    expect(shareOf(0, 20)).toEqual({ value: 0, low: 0, high: expect.closeTo(0.1611, 4) });
  });

  test('a median counts a rollback that never came as later than all', () => {
    const outcome = (atSeconds: number) => ({ verdict: 'rollback', atSeconds, isEarly: true }) as const;
    const never = { verdict: 'pass', atSeconds: 300, isEarly: false } as const;
    expect(medianSecond(tallyOf([outcome(20), outcome(10), outcome(30), never, never])).value).toBe(30);
    expect(medianSecond(tallyOf([outcome(20), never, never])).value).toBe(Infinity);
  });
});
