import { describe, expect, test } from 'vitest';
import { cappedTotal, twiceCappedTotal } from '../../../src/core/statistics/cap.js';
import { conditionalTestMidP, conditionalTestP } from '../../../src/core/statistics/conditional-test.js';
import { rankTestP } from '../../../src/core/statistics/rank-test.js';

/** Relative to the value, because the tails that matter are tiny. */
const relativeError = (value: number, reference: number): number => Math.abs(value / reference - 1);

describe('conditional test against published values', () => {
  test.for([
    {
      after: 60,
      before: 30,
      exposure: 51477.5 / 54308.7,
      ratio: 1.2,
      p: 0.006651774552714517,
      within: 1e-9,
      source: 'R package exactci, poisson.exact(c(60, 30), c(51477.5, 54308.7), r = 1.2, alternative = "greater")',
    },
    {
      after: 60,
      before: 30,
      exposure: 51477.5 / 54308.7,
      ratio: 1,
      p: 0.000428,
      within: 2e-3,
      source: 'Gu, Ng, Tang and Schucany 2008, example 1 (printed to three digits)',
    },
    {
      after: 41,
      before: 15,
      exposure: 28010 / 19017,
      ratio: 1.5,
      p: 0.2913,
      within: 1e-3,
      source: 'Gu, Ng, Tang and Schucany 2008, example 2 (they print 0.2913)',
    },
    {
      after: 41,
      before: 15,
      exposure: 28010 / 19017,
      ratio: 1.5,
      p: 0.29145375376519733,
      within: 1e-12,
      source: 'scipy 1.17, binom.sf(40, 56, t / (1 + t)) for the same example',
    },
  ])('$source', ({ within, p, ...comparison }) => {
    expect(relativeError(conditionalTestP(comparison), p)).toBeLessThan(within);
  });
});

describe('conditional test against values from an independent implementation', () => {
  test.for([
    { after: 3, before: 0, exposure: 1 / 6, ratio: 1, p: 0.002915451895043726 },
    { after: 5, before: 3, exposure: 1 / 6, ratio: 1, p: 0.0022816052106568647 },
    { after: 20, before: 30, exposure: 1 / 6, ratio: 1, p: 0.0000075510806734244974 },
    { after: 20, before: 30, exposure: 1 / 6, ratio: 2, p: 0.013917608678660872 },
    { after: 150, before: 300, exposure: 1 / 6, ratio: 2, p: 0.00004597650029821217 },
    { after: 2400, before: 6000, exposure: 1 / 6, ratio: 2, p: 5.130880214058417e-14 },
  ])('$after against $before at ratio $ratio', ({ p, ...comparison }) => {
    expect(relativeError(conditionalTestP(comparison), p)).toBeLessThan(1e-9);
  });
});

describe('mid-p value of the conditional test', () => {
  test.for([
    { after: 3, before: 0, exposure: 1 / 6, p: (1 / 7) ** 3 / 2, why: 'half of the chance that all three fall after' },
    { after: 1, before: 1, exposure: 1, p: 1 / 2, why: 'all of two after and half of one' },
    { after: 0, before: 7, exposure: 1, p: 1 - (1 / 2) ** 8, why: 'all but half of none after' },
    { after: 6, before: 4, exposure: 1, dispersion: 2, p: 11 / 32, why: 'three bursts of five: 1 + 5 + 10 / 2 of 32' },
  ])('$after against $before: $why', ({ p, ...comparison }) => {
    expect(conditionalTestMidP(comparison)).toBeCloseTo(p, 14);
  });
});

describe('fewest errors after five minutes that are more than chance, after thirty minutes with so many before', () => {
  test.for([
    { before: 0, at005: 3, at01: 3 },
    { before: 1, at005: 4, at01: 4 },
    { before: 2, at005: 4, at01: 4 },
    { before: 3, at005: 5, at01: 5 },
    { before: 5, at005: 6, at01: 5 },
    { before: 10, at005: 8, at01: 7 },
    { before: 20, at005: 11, at01: 10 },
    { before: 30, at005: 14, at01: 13 },
    { before: 60, at005: 21, at01: 20 },
    { before: 120, at005: 35, at01: 33 },
    { before: 600, at005: 130, at01: 127 },
  ])('$before before: $at005 at p <= 0.005, $at01 at p <= 0.01', ({ before, at005, at01 }) => {
    const fewest = (alpha: number): number => {
      let after = 0;
      while (conditionalTestP({ after, before, exposure: 1 / 6 }) > alpha) after += 1;
      return after;
    };
    expect([fewest(0.005), fewest(0.01)]).toEqual([at005, at01]);
  });
});

describe('permutation rank-sum test', () => {
  test.for([
    {
      after: [3, 4, 5],
      before: [1, 2, 2, 3],
      p: 2 / 35,
      source: 'two of the 35 ways to draw three buckets rank as high',
    },
    {
      after: [0, 1, 0, 2, 1],
      before: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
      p: 0.05860805860805861,
      source: 'independent implementation, many ties',
    },
    {
      after: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
      before: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      p: 0.00690640628721124,
      source: 'independent implementation, ten against ten',
    },
    { after: [9, 9], before: [0, 0, 0], p: 1 / 10, source: 'the one of ten draws that takes both nines' },
    { after: [1, 1], before: [1, 1, 1], p: 1, source: 'all alike: every draw ranks as high' },
    { after: [], before: [1], p: 1, source: 'nothing drawn' },
  ])('$source', ({ after, before, p }) => {
    expect(rankTestP(after, before)).toBeCloseTo(p, 12);
  });
});

describe('cap on the two largest buckets', () => {
  test.for([
    { counts: [0, 40, 1, 60], total: 7, why: 'two bursts are held to 1 + 2 × 1 each' },
    { counts: [0, 0, 40, 60], total: 0, why: 'no third bucket confirms them' },
    { counts: [9, 8, 9, 9], total: 35, why: 'a rise in every bucket counts in full' },
    { counts: [4], total: 0, why: 'a single bucket' },
  ])('$counts count $total: $why', ({ counts, total }) => {
    expect(twiceCappedTotal(counts)).toBe(total);
  });
});

describe('cap on the largest bucket', () => {
  test.for([
    { counts: [0, 0, 500, 0], total: 0, why: 'no neighbour confirms the burst' },
    { counts: [1, 2, 9, 4], total: 15, why: '9 is held to 4 + 2 × 2' },
    { counts: [1, 1, 1], total: 3, why: 'nothing sticks out' },
    { counts: [7], total: 0, why: 'a single bucket has no neighbour' },
    { counts: [], total: 0, why: 'nothing there' },
  ])('$counts count $total: $why', ({ counts, total }) => {
    expect(cappedTotal(counts)).toBe(total);
  });
});
