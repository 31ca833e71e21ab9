import { describe, expect, test } from 'vitest';
import { countText, numberText, oddsText, percentText } from '../../../src/core/wording.js';

describe('numbers in sentences', () => {
  test.for([
    [0, '0'],
    [88, '88'],
    [1234567, '1,234,567'],
    [1234.5, '1,235'],
    [0.05557, '0.0556'],
    [2.5, '2.5'],
    [99.96, '100'],
    [1e15, '1.00e15'],
  ] as const)('%d is %s', ([value, text]) => {
    expect(numberText(value)).toBe(text);
  });

  test('nouns follow their number', () => {
    expect([countText(0, 'error'), countText(1, 'error'), countText(2, 'error')]).toEqual([
      '0 errors',
      '1 error',
      '2 errors',
    ]);
  });

  test.for([
    [0, '0 %'],
    [0.001, '1 %'],
    [0.167, '17 %'],
    [0.999, '99 %'],
    [1, '100 %'],
  ] as const)('a share of %d is %s', ([share, text]) => {
    expect(percentText(share)).toBe(text);
  });

  test.for([
    [0.25, '25 % of the time'],
    [0.005, 'once in 200'],
    [1 / 456, 'once in 450'],
    [1 / 23456, 'once in 23,000'],
    [1e-12, 'once in 1e12'],
    [0, 'less than once in 1e300'],
  ] as const)('a chance of %d is %s', ([p, text]) => {
    expect(oddsText(p)).toBe(text);
  });
});
