import { expect, test } from 'vitest';
import { runbookFor, type Runbook, type Step } from '../../../src/runbooks/index.js';

test('a code that is not known has no runbook', () => {
  const none: Runbook | null = runbookFor('of-another-version');
  const steps: readonly Step[] = none?.diagnose ?? [];
  expect([none, steps]).toEqual([null, []]);
});
