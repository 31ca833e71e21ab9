import { describe, expect, test } from 'vitest';
import { autocorrelation } from '../../../../src/core/statistics/autocorrelation.js';
import { repeat } from '../../../helpers/pair.js';

describe('autocorrelation', () => {
  test('is worked out by hand', () => {
    // Mean 5, deviations -3 -1 1 3: squares 20; lag 1: 3 - 1 + 3, lag 2: -3 - 3, lag 3: -9.
    expect(autocorrelation([2, 4, 6, 8])).toEqual({ lag1: 5 / 20, lags1To5: (5 - 6 - 9) / 20, inWaves: false });
  });

  test('skips pairs with a missing half', () => {
    // Mean 4, deviations -4 -2 . 6: squares 56; lag 1: 8, lag 2: -12, lag 3: -24.
    expect(autocorrelation([0, 2, null, 10])).toEqual({ lag1: 8 / 56, lags1To5: (8 - 12 - 24) / 56, inWaves: false });
  });

  test.for([
    { counts: repeat(30, [0, 4]).flat(), inWaves: false, why: 'up and down is no wave' },
    {
      counts: repeat(3, [...repeat(10, 1), ...repeat(10, 4)]).flat(),
      inWaves: true,
      why: 'five minutes up, five down',
    },
    {
      counts: [...repeat(6, [0, 0, 0, 0, 1]), ...repeat(10, [2, 0, 1])].flat(),
      inWaves: true,
      why: 'a quarter of an hour few, then more: neighbours do not show it (-0.04), five lags do (0.64 of 0.58)',
    },
  ])('$why: $inWaves', ({ counts, inWaves }) => {
    expect(autocorrelation(counts)).toMatchObject({ inWaves });
  });

  test.for([
    { counts: repeat(60, 3), why: 'without variation' },
    { counts: [...repeat(50, 0), 9], why: 'with nine errors' },
    { counts: [], why: 'without buckets' },
  ])('is not known $why', ({ counts }) => {
    expect(autocorrelation(counts)).toBeNull();
  });
});
