import { expect, test } from 'vitest';
import { evaluate } from '../../../../src/core/watch/evaluation.js';
import { WATCH_RULE } from '../../../../src/core/watch/defaults.js';
import { pairOf, repeat } from '../../../helpers/pair.js';

const when = { atMs: 7000, toMs: 6000 };

test.for([
  { before: repeat(60, 2), after: repeat(10, 2), level: 'quiet', why: 'as usual' },
  { before: repeat(60, 2), after: repeat(10, 9), level: 'over', why: '90 errors where at most 40 may be' },
  { before: repeat(60, 2), after: [60, ...repeat(9, 0)], level: 'unsure', why: 'one burst' },
  { before: repeat(60, 0), after: [0, 2, ...repeat(8, 0)], level: 'unsure', why: 'two errors where none were' },
])('$level: $why', ({ before, after, level }) => {
  const errors = after.reduce((sum, count) => sum + count, 0);
  expect(evaluate(pairOf(before, after), WATCH_RULE, when)).toMatchObject({ kind: 'judged', level, errors, ...when });
});

test.for([
  { before: repeat(60, null), after: repeat(10, 2), code: 'no-baseline', why: 'nothing to compare with' },
  { before: repeat(60, 2), after: repeat(10, null), code: 'after-not-covered', why: 'nothing to judge' },
  {
    before: [...repeat(33, 1), ...repeat(27, 90)],
    after: repeat(10, 2),
    code: 'baseline-incident',
    why: 'half an incident',
  },
])('blind: $why', ({ before, after, code }) => {
  const seen = evaluate(pairOf(before, after), WATCH_RULE, when);
  expect(seen).toMatchObject({ kind: 'blind', cause: 'no-data', reason: { code } });
  expect(seen.reason.message).not.toMatch(/release|canary/);
});

test('missing data excuse no errors that are there', () => {
  const after = [...repeat(6, 30), ...repeat(4, null)];
  expect(evaluate(pairOf(repeat(60, 2), after), WATCH_RULE, when)).toMatchObject({ kind: 'judged', level: 'over' });
});

test('the sentence has the numbers in it and speaks of no release', () => {
  const { reason } = evaluate(pairOf(repeat(60, 2), repeat(10, 9)), WATCH_RULE, when);
  expect(reason).toEqual({
    code: 'errors-over-limit',
    message: '90 errors in the last 5m; the limit is 40 (2 × the usual 2 in 30s).',
  });
});
