import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortNumber } from '../../../src/reporters/numbers.js';

test.for([
  [0, '0'],
  [1, '1'],
  [2.0345, '2.03'],
  [36.4499, '36.4'],
  [99.95, '100'],
  [123.4, '123'],
  [999.4, '999'],
  [999.9, '1k'],
  [1234, '1.23k'],
  [12_345, '12.3k'],
  [999_999, '1M'],
  [1e9, '1G'],
  [2.5e12, '2.5T'],
  [9_007_199_254_740_991, '9e15'],
  [1.7e308, '2e308'],
  [0.25, '0.25'],
  [0.00567, '0.0057'],
  [0.00012, '1e-4'],
] as const)('%d is written %s', ([value, text]) => {
  expect(shortNumber(value)).toBe(text);
});

test('no number takes more than the six cells of the axis', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(shortNumber(value).length).toBeLessThanOrEqual(6);
    }),
  );
});
