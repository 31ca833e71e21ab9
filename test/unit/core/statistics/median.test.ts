import { expect, test } from 'vitest';
import { interpolatedMedian, plainMedian } from '../../../../src/core/statistics/median.js';
import { repeat } from '../../../helpers/pair.js';

test.for([
  { counts: repeat(60, 0), plain: 0, interpolated: 0, why: 'all at zero stay there: -1/2 + 30/60' },
  { counts: [...repeat(40, 0), ...repeat(20, 1)], plain: 0, interpolated: 0.25, why: '-1/2 + 30/40' },
  { counts: [...repeat(30, 0), ...repeat(30, 1)], plain: 0.5, interpolated: 0.5, why: 'already between two counts' },
  { counts: [...repeat(29, 0), ...repeat(31, 1)], plain: 1, interpolated: 0.5 + 1 / 31, why: '1/2 + (30-29)/31' },
  { counts: [0, 2], plain: 1, interpolated: 1, why: 'a median that no bucket has is left alone' },
  { counts: [0, 1, 3, 4], plain: 2, interpolated: 2, why: 'nor here, with a whole number in the gap' },
  {
    counts: [1, 2, 2, 3, 4, 4, 4, 4, 4, 5],
    plain: 4,
    interpolated: 3.7,
    why: 'the example of Python’s median_grouped',
  },
  { counts: [9, 9, 9], plain: 9, interpolated: 9, why: '9 - 1/2 + 1.5/3' },
  { counts: [10, 10, 11], plain: 10, interpolated: 10, why: 'from ten on nothing is interpolated' },
  { counts: [7], plain: 7, interpolated: 7, why: 'one bucket is its own median' },
])('$plain becomes $interpolated: $why', ({ counts, plain, interpolated }) => {
  expect(plainMedian(counts)).toBe(plain);
  expect(interpolatedMedian(counts)).toBeCloseTo(interpolated, 12);
});
