import { expect, test } from 'vitest';
import { seededChance } from '../../../src/demo/chance.js';
import { agreement } from '../../bench/signatures/agreement.js';
import { FORMS } from '../../bench/signatures/forms.js';

test.for(Object.entries(FORMS))('made-up lines as %s are put together by what they were made from', ([, write]) => {
  const found = agreement(5000, seededChance(3), write);
  expect(found.labels).toBeGreaterThan(100);
  expect(found.precision).toBeGreaterThan(0.99);
  expect(found.recall).toBeGreaterThan(0.99);
});
