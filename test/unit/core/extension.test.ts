import { describe, expect, test } from 'vitest';
import { budgetOf, isCurableByWaiting } from '../../../src/core/extension.js';
import { judgeSeries } from '../../../src/core/judgement.js';
import { DEFAULT_RULE } from '../../../src/core/rule.js';
import { pairOf, repeat } from '../../helpers/pair.js';

describe('waiting longer', () => {
  test.for([
    { after: [0, 0, 1, 0, 0, 0, 1, 0, 0, 0], curable: true, why: 'too few errors' },
    { after: [0, 0, 500, 0, 0, 0, 0, 0, 0, 0], curable: true, why: 'one burst: does it come back?' },
    { after: repeat(10, 9), curable: false, why: 'already a rollback' },
    { after: repeat(10, 0), curable: false, why: 'already a pass' },
    { after: [0, 0, 1, 0, null, 0, 1, 0, 0, 0], curable: false, why: 'a hole in the data stays' },
  ])('may decide: $curable, $why', ({ after, curable }) => {
    expect(isCurableByWaiting(judgeSeries(pairOf(repeat(60, 0), after), DEFAULT_RULE))).toBe(curable);
  });

  test('costs half of the budget each time', () => {
    const three = pairOf(repeat(60, 0), [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
    expect(judgeSeries(three, { ...DEFAULT_RULE, budget: budgetOf(1) }).verdict).toBe('rollback');
    // (9/69)³ = 0.0022 is below a half of 0.007, (9/49)³ = 0.0062 is not.
    expect(judgeSeries(three, { ...DEFAULT_RULE, budget: budgetOf(2) }).verdict).toBe('rollback');
    const shorter = pairOf(repeat(40, 0), [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
    expect(judgeSeries(shorter, { ...DEFAULT_RULE, budget: budgetOf(1) }).verdict).toBe('rollback');
    expect(judgeSeries(shorter, { ...DEFAULT_RULE, budget: budgetOf(2) }).verdict).toBe('inconclusive');
  });

  test.for([0, 1.5, Number.NaN])('a budget of %f is refused', (budget) => {
    expect(() => judgeSeries(pairOf([0], [0]), { ...DEFAULT_RULE, budget })).toThrow(RangeError);
  });
});
