import { describe, expect, test } from 'vitest';
import {
  exposureByLines,
  exposureByShare,
  linesPerBucket,
  noteOfShare,
  noteOfWholeService,
  shareByLines,
  smallestVisibleFactor,
} from '../../../src/core/exposure.js';
import type { Count } from '../../../src/core/series.js';
import { standIn } from '../../../src/core/stand-in.js';
import { repeat } from '../../helpers/pair.js';

const seriesOf = (lines: readonly Count[], errors: readonly Count[] = lines.map(() => 0)) => ({ errors, lines });

describe('lines measure the traffic', () => {
  test.for([
    { series: seriesOf([10, 20, 30]), lines: 20, why: 'the mean of the buckets' },
    { series: seriesOf([10, null, 30]), lines: 20, why: 'of those that have data' },
    { series: seriesOf([0, 20, 40]), lines: 20, why: 'a ramp-up counts as it was' },
    { series: seriesOf([100, 100], [90, 0]), lines: 55, why: 'errors are no traffic' },
    { series: seriesOf([5, 5], [5, 5]), lines: null, why: 'nothing but errors says nothing about traffic' },
    { series: seriesOf([null, null]), lines: null, why: 'lines are not known' },
    { series: seriesOf([3, 3], [null, null]), lines: 3, why: 'errors are not known' },
  ])('$lines: $why', ({ series, lines }) => {
    expect(linesPerBucket(series)).toBe(lines);
  });

  test('a failing canary does not pass for a busy one', () => {
    const failing = seriesOf(repeat(10, 100), repeat(10, 50));
    expect(exposureByLines(failing, seriesOf(repeat(60, 50)))).toBe(1);
  });

  test('the warm-up says nothing about traffic', () => {
    expect(exposureByLines(seriesOf([900, 5, 5]), seriesOf(repeat(60, 100)), 1)).toBe(0.05);
  });

  test('the share of the canary', () => {
    expect(shareByLines(seriesOf([5]), seriesOf([95]))).toBeCloseTo(0.05, 12);
    expect(shareByLines(seriesOf([0]), seriesOf([95]))).toBeNull();
  });
});

describe('a given share', () => {
  test.for([
    { share: 0.05, tolerance: 0, ofBefore: 0.05, ofStable: 0.05 / 0.95 },
    { share: 0.05, tolerance: 0.01, ofBefore: 0.06, ofStable: 0.06 / 0.94 },
    { share: 1, tolerance: 0, ofBefore: 1, ofStable: null },
    { share: 0.95, tolerance: 0.1, ofBefore: 1, ofStable: null },
  ])('$share ± $tolerance is at most $ofBefore', ({ ofBefore, ofStable, ...given }) => {
    const exposure = exposureByShare(given);
    expect(exposure.ofBefore).toBeCloseTo(ofBefore, 12);
    if (ofStable === null) expect(exposure.ofStable).toBeNull();
    else expect(exposure.ofStable).toBeCloseTo(ofStable, 12);
  });

  test.for([
    { share: 0.05, tolerance: 0.01, byLines: 0.11, told: false },
    { share: 0.05, tolerance: 0.01, byLines: 0.13, told: true },
    { share: 0.05, tolerance: 0.01, byLines: 0.021, told: false },
    { share: 0.05, tolerance: 0.01, byLines: 0.019, told: true },
    { share: 0.05, tolerance: 0, byLines: null, told: false },
  ])('of $share ± $tolerance beside lines of $byLines is told: $told', ({ byLines, told, ...given }) => {
    expect(noteOfShare(given, byLines) !== null).toBe(told);
  });

  test('says both shares', () => {
    expect(noteOfShare({ share: 0.05, tolerance: 0 }, 0.2)).toMatchObject({
      code: 'share-disagrees',
      outcome: 'note',
      because:
        'The canary was given as 5 % of the traffic, but it wrote 20 % of the lines: the limit may be off by 4 ×. No pass is withheld for it.',
    });
  });
});

describe('a canary inside a series of the whole service', () => {
  test.for([
    { share: 0.05, sensitivity: 2, factor: 21 },
    { share: 0.5, sensitivity: 2, factor: 3 },
    { share: 1, sensitivity: 2, factor: 2 },
    { share: 0.1, sensitivity: 1.5, factor: 6 },
  ])('of $share is seen from $factor × on', ({ share, sensitivity, factor }) => {
    expect(smallestVisibleFactor(share, sensitivity)).toBeCloseTo(factor, 12);
  });

  test('is told, with the share given or one of the instances', () => {
    expect(noteOfWholeService(20, null, 2)).toMatchObject({
      code: 'whole-service',
      because:
        'All 20 instances are counted together: a canary with 5 % of the traffic is seen only from 21 × its errors on. Select it with --canary. No pass is withheld for it.',
    });
    expect(noteOfWholeService(20, 0.1, 2)?.observed).toBe(11);
    expect(noteOfWholeService(1, null, 2)).toBeNull();
  });
});

describe('a canary that did not exist before', () => {
  const stable = {
    before: seriesOf(repeat(60, 200), repeat(60, 20)),
    after: seriesOf(repeat(10, 190)),
    exposureRatio: 1 / 19,
  };

  test('is compared with the past of the stable instances, scaled by its lines', () => {
    const pair = standIn({ bucketSeconds: 30, after: seriesOf(repeat(10, 18)), stable, warmUp: 1 });
    expect(pair.exposureRatio).toBe(0.1);
    expect(pair.before).toBe(stable.before);
    expect(pair.control).toBe(stable);
  });

  test('or by its share where lines are not known', () => {
    const pair = standIn({ bucketSeconds: 30, after: seriesOf(repeat(10, null)), stable, warmUp: 1 });
    expect(pair.exposureRatio).toBeCloseTo(0.05, 12);
  });
});
