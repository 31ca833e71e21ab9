import { expect, test } from 'vitest';
import { seededChance } from '../../../src/demo/chance.js';
import { agreement } from '../../bench/signatures/agreement.js';

test('made-up lines are put together by what they were made from', () => {
  const found = agreement(5000, seededChance(3));
  expect(found.labels).toBeGreaterThan(100);
  expect(found.precision).toBeGreaterThan(0.99);
  expect(found.recall).toBeGreaterThan(0.99);
});
