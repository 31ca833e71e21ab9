import { expect, test } from 'vitest';
import { runbookText } from '../../../../src/reporters/ci/headline.js';

test.each(['__proto__', 'constructor', 'toString'])('a code called %s has no page of a team', (code) => {
  expect(runbookText(code, { runbookUrls: {} })).toBe(`Runbook: canary-verdict explain ${code}`);
});
