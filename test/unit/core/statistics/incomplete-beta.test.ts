import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionalTestP } from '../../../../src/core/statistics/conditional-test.js';
import { regularizedIncompleteBeta } from '../../../../src/core/statistics/incomplete-beta.js';

describe('regularised incomplete beta', () => {
  test.for([
    { x: 0.3, a: 1, b: 1, value: 0.3, why: 'I_x(1, 1) = x' },
    { x: 0.3, a: 2.5, b: 1, value: 0.3 ** 2.5, why: 'I_x(a, 1) = x^a' },
    { x: 0.3, a: 1, b: 3.5, value: 1 - 0.7 ** 3.5, why: 'I_x(1, b) = 1 - (1-x)^b' },
    { x: 0.25, a: 0.5, b: 0.5, value: 1 / 3, why: 'the arcsine law: 2/π asin(sqrt x)' },
    { x: 0.5, a: 1e9, b: 1e9, value: 0.5, why: 'symmetric, and large' },
    { x: 0, a: 2, b: 3, value: 0, why: 'nothing below 0' },
    { x: 1, a: 2, b: 3, value: 1, why: 'everything below 1' },
    { x: 0.2, a: 0, b: 3, value: 1, why: 'at least no error is certain' },
  ])('$why', ({ x, a, b, value }) => {
    expect(regularizedIncompleteBeta(x, 1 - x, a, b)).toBeCloseTo(value, 9);
  });

  test('stays a chance, finite, for any counts and exposures', () => {
    const amount = fc.double({ min: 0, max: 1e15, noNaN: true });
    const exposure = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(
        amount,
        amount,
        exposure,
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (after, before, ratio, dispersion) => {
          const p = conditionalTestP({ after, before, exposure: ratio, dispersion });
          expect(p).toBeGreaterThanOrEqual(0);
          expect(p).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('ends, with a chance, for the hugest and the smallest of numbers', () => {
    const any = fc.oneof(
      fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true }),
      fc.integer({ min: -323, max: 308 }).map((exponent) => Number(`1e${exponent}`)),
    );
    const dispersion = any.map((value) => Math.max(value, 1));
    fc.assert(
      fc.property(any, any, any, any, dispersion, dispersion, (after, before, exposure, ratio, own, theirs) => {
        const p = conditionalTestP({ after, before, exposure, ratio, dispersion: own, dispersionBefore: theirs });
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), any, any, (x, a, b) => {
        const value = regularizedIncompleteBeta(x, 1 - x, a, b);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
  });

  test('more errors after are never more likely by chance, more before never less', () => {
    const count = fc.oneof(fc.nat(200), fc.nat(1_000_000_000));
    fc.assert(
      fc.property(count, count, fc.double({ min: 0.001, max: 100, noNaN: true }), (after, before, exposure) => {
        const p = conditionalTestP({ after, before, exposure });
        expect(conditionalTestP({ after: after + 1, before, exposure })).toBeLessThanOrEqual(p * (1 + 1e-11));
        expect(conditionalTestP({ after, before: before + 1, exposure })).toBeGreaterThanOrEqual(p * (1 - 1e-11));
      }),
    );
  });

  test('agrees with the binomial tail summed term by term', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.nat(40),
        fc.double({ min: 0.05, max: 5, noNaN: true }),
        (after, before, exposure) => {
          const q = exposure / (1 + exposure);
          const n = after + before;
          let term = q ** n;
          let tail = term;
          for (let k = n; k > after; k -= 1) {
            term *= ((k / (n - k + 1)) * (1 - q)) / q;
            tail += term;
          }
          expect(conditionalTestP({ after, before, exposure }) / tail).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});
