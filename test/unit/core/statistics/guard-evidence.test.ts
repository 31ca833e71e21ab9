import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardLogEvidence } from '../../../../src/core/statistics/guard-evidence.js';

const half = (seconds: number): number => seconds / 1800;

describe('against values from an independent implementation', () => {
  test.for([
    { after: 0, before: 10, exposure: half(10), ratio: 2, dispersion: 1, logEvidence: -0.6536753268684434 },
    { after: 5, before: 0, exposure: half(60), ratio: 2, dispersion: 1, logEvidence: 9.825284014079342 },
    { after: 12, before: 30, exposure: half(60), ratio: 2, dispersion: 1, logEvidence: 8.178331348633362 },
    { after: 60, before: 120, exposure: half(300), ratio: 2, dispersion: 1, logEvidence: 1.2149505527520648 },
    { after: 40, before: 120, exposure: half(300), ratio: 2, dispersion: 1, logEvidence: -4.6861120259300035 },
    { after: 12, before: 30, exposure: half(60), ratio: 1.5, dispersion: 1, logEvidence: 10.861899057821908 },
    { after: 60, before: 120, exposure: half(300), ratio: 2, dispersion: 3, logEvidence: -0.4870005270336578 },
  ])('$after after $before at ratio $ratio, dispersion $dispersion', ({ logEvidence, ...counts }) => {
    expect(Math.abs(guardLogEvidence(counts) / logEvidence - 1)).toBeLessThan(1e-9);
  });
});

test('one error by hand: the mean of g (1+q)/(1+gq) squared over the seven rises', () => {
  const q = 2 * half(30);
  const bets = [1.5, 2, 3, 5, 10, 30, 100].map((rise) => rise * ((1 + q) / (1 + rise * q)) ** 2);
  const mean = bets.reduce((sum, bet) => sum + bet, 0) / 7;
  expect(guardLogEvidence({ after: 1, before: 0, exposure: half(30), ratio: 2, dispersion: 1 })).toBeCloseTo(
    Math.log(mean),
    12,
  );
});

describe('fewest errors with evidence of at least 25 for more than twice the errors of half an hour before', () => {
  const seconds = [10, 20, 30, 60, 120, 180, 240, 300];
  test.for([
    { before: 0, fewest: [2, 2, 2, 3, 3, 4, 5, 5] },
    { before: 1, fewest: [2, 2, 3, 3, 4, 5, 6, 6] },
    { before: 2, fewest: [2, 2, 3, 3, 5, 6, 6, 7] },
    { before: 3, fewest: [2, 3, 3, 4, 5, 6, 7, 8] },
    { before: 5, fewest: [2, 3, 3, 4, 6, 7, 8, 10] },
    { before: 10, fewest: [3, 4, 4, 5, 8, 9, 11, 13] },
    { before: 20, fewest: [3, 4, 5, 7, 10, 13, 16, 19] },
    { before: 30, fewest: [4, 5, 6, 9, 13, 17, 21, 25] },
    { before: 60, fewest: [5, 7, 8, 12, 20, 27, 33, 39] },
    { before: 120, fewest: [7, 10, 12, 19, 32, 44, 55, 67] },
    { before: 600, fewest: [17, 27, 36, 63, 114, 164, 214, 265] },
  ])('$before before: $fewest after 10 s to 300 s', ({ before, fewest }) => {
    const found = seconds.map((second) => {
      let after = 0;
      const counts = { before, exposure: half(second), ratio: 2, dispersion: 1 };
      while (guardLogEvidence({ after, ...counts }) < Math.log(25)) after += 1;
      return after;
    });
    expect(found).toEqual(fewest);
  });
});

describe('the evidence', () => {
  const amount = fc.oneof(fc.nat(50), fc.double({ min: 0, max: 1e15, noNaN: true }));
  const counts = fc.record({
    after: amount,
    before: amount,
    exposure: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
    ratio: fc.double({ min: 0.1, max: 10, noNaN: true }),
    dispersion: fc.double({ min: 1, max: 1e6, noNaN: true }),
  });

  test('is a finite number for any counts', () => {
    fc.assert(fc.property(counts, (given) => Number.isFinite(guardLogEvidence(given))));
  });

  test('grows with the errors after and falls with the errors before and with what is allowed', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 1000 }), (given, more) => {
        const evidence = guardLogEvidence(given);
        const slack = 1e-9 + 1e-13 * (given.after + given.before);
        expect(guardLogEvidence({ ...given, after: given.after + more })).toBeGreaterThanOrEqual(evidence - slack);
        expect(guardLogEvidence({ ...given, before: given.before + more })).toBeLessThanOrEqual(evidence + slack);
        expect(guardLogEvidence({ ...given, ratio: given.ratio * 2 })).toBeLessThanOrEqual(evidence + slack);
      }),
    );
  });
});
