import { describe, expect, test } from 'vitest';
import { dispersionOf } from '../../../../src/core/statistics/dispersion.js';
import { repeat } from '../../../helpers/pair.js';

/** `repeatAll(3, [0, 1])` is 0 1 0 1 0 1. */
const repeatAll = (times: number, values: readonly number[]): number[] => repeat(times, values).flat();

describe('dispersion', () => {
  test.for([
    { counts: repeat(60, 10), bucketSeconds: 30, dispersion: 1, why: 'steadier than chance is still 1' },
    { counts: repeatAll(30, [8, 12]), bucketSeconds: 30, dispersion: 1, why: 'within what chance explains' },
    { counts: repeat(60, 0), bucketSeconds: 30, dispersion: 1, why: 'no errors have no dispersion' },
    { counts: [5], bucketSeconds: 30, dispersion: 1, why: 'one group cannot vary' },
    { counts: [], bucketSeconds: 30, dispersion: 1, why: 'nor can none' },
    // At 300 s every width is one bucket: mean 5, sample variance 25 × 12 / 11.
    { counts: repeatAll(6, [0, 10]), bucketSeconds: 300, dispersion: (25 * 12) / 11 / 5, why: 'all or nothing' },
  ])('$dispersion: $why', ({ counts, bucketSeconds, dispersion }) => {
    expect(dispersionOf(counts, bucketSeconds)).toBeCloseTo(dispersion, 12);
  });

  test('waves that are chance at 30 s show at 150 s', () => {
    // Ten buckets of 2, ten of 0, and so on: groups of five hold 10 10 0 0 …, mean 5, sample variance 25 × 12 / 11.
    const waves = repeatAll(3, [...repeat(10, 2), ...repeat(10, 0)]);
    expect(dispersionOf(waves, 30)).toBeCloseTo((25 * 12) / 11 / 5, 12);
  });

  test('a group never spans a missing bucket', () => {
    // Without the nulls the pairs of 60 s would be 0+0 and 9+9; with them every run is a single bucket, too short for a pair.
    const broken = repeatAll(8, [0, 0, 9, 9]).flatMap((count) => [count, null]);
    const index = (4.5 * 4.5 * 32) / 31 / 4.5;
    expect(dispersionOf(broken, 30)).toBeCloseTo(index, 12);
  });
});
