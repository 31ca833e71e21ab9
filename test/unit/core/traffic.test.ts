import { expect, test } from 'vitest';
import { judgeSeries, type Judgement } from '../../../src/core/judgement.js';
import { DEFAULT_RULE, type Rule } from '../../../src/core/rule.js';
import type { Count, SeriesPair } from '../../../src/core/series.js';
import { pairOf, repeat } from '../../helpers/pair.js';

interface Lines {
  readonly before: readonly Count[];
  readonly after: readonly Count[];
  /** Errors a bucket after the release; none unless told. */
  readonly errors?: number;
  readonly exposureRatio?: number;
}

function pairWith({ before, after, errors = 0, exposureRatio = 1 }: Lines): SeriesPair {
  const pair = pairOf(repeat(before.length, 0), repeat(after.length, errors), { exposureRatio });
  return { ...pair, before: { ...pair.before, lines: before }, after: { ...pair.after, lines: after } };
}

const judge = (lines: Lines, rule: Partial<Rule> = {}): Judgement =>
  judgeSeries(pairWith(lines), { ...DEFAULT_RULE, ...rule });

const USUAL = repeat(60, 1000);

test.for<{ given: Lines; verdict: string; code: string | undefined; why: string }>([
  {
    given: { before: USUAL, after: repeat(10, 1) },
    verdict: 'inconclusive',
    code: 'lines-collapsed',
    why: 'one line where 1,000 are usual',
  },
  {
    given: { before: USUAL, after: repeat(10, 0) },
    verdict: 'inconclusive',
    code: 'lines-collapsed',
    why: 'none at all',
  },
  { given: { before: USUAL, after: repeat(10, 199) }, verdict: 'inconclusive', code: 'lines-collapsed', why: '19.9 %' },
  { given: { before: USUAL, after: repeat(10, 200) }, verdict: 'pass', code: 'lines-fell', why: 'a fifth is a note' },
  { given: { before: USUAL, after: repeat(10, 499) }, verdict: 'pass', code: 'lines-fell', why: '49.9 %' },
  { given: { before: USUAL, after: repeat(10, 500) }, verdict: 'pass', code: undefined, why: 'half is enough' },
  { given: { before: USUAL, after: repeat(10, 9000) }, verdict: 'pass', code: undefined, why: 'more is no loss' },
  {
    given: { before: USUAL, after: repeat(10, 50), exposureRatio: 0.05 },
    verdict: 'pass',
    code: undefined,
    why: 'a canary of 5 % writes 50 of the 1,000 lines',
  },
  {
    given: { before: USUAL, after: repeat(10, 1), exposureRatio: 0.05 },
    verdict: 'inconclusive',
    code: 'lines-collapsed',
    why: 'one line where a canary of 5 % writes 50',
  },
  {
    given: { before: repeat(60, 5), after: repeat(10, 0) },
    verdict: 'pass',
    code: undefined,
    why: '45 lines due in nine buckets are too few to tell',
  },
  {
    given: { before: repeat(60, 6), after: repeat(10, 0) },
    verdict: 'inconclusive',
    code: 'lines-collapsed',
    why: '54 lines due in nine buckets are enough',
  },
  {
    given: { before: USUAL, after: [1000, ...repeat(9, 1)] },
    verdict: 'inconclusive',
    code: 'lines-collapsed',
    why: 'the warm-up is left out',
  },
  {
    given: { before: [...repeat(57, 10), ...repeat(3, 100_000)], after: repeat(10, 10) },
    verdict: 'pass',
    code: undefined,
    why: 'a flood of lines before is not what is usual',
  },
  {
    given: { before: USUAL, after: repeat(10, null) },
    verdict: 'inconclusive',
    code: 'lines-unknown',
    why: 'nobody counted lines after, which may be none',
  },
  {
    given: { before: USUAL, after: [...repeat(6, null), ...repeat(4, 1000)] },
    verdict: 'inconclusive',
    code: 'lines-unknown',
    why: 'lines are known in four of nine buckets',
  },
  {
    given: { before: USUAL, after: [...repeat(5, null), ...repeat(5, 1000)] },
    verdict: 'pass',
    code: undefined,
    why: 'lines are known in five of nine buckets',
  },
  {
    given: { before: repeat(60, 5), after: repeat(10, null) },
    verdict: 'pass',
    code: undefined,
    why: 'lines are not known where none would be too few to tell',
  },
  {
    given: { before: USUAL, after: repeat(10, null), errors: 20 },
    verdict: 'rollback',
    code: 'lines-unknown',
    why: 'errors roll back, whatever is not known of lines',
  },
  {
    given: { before: repeat(60, null), after: repeat(10, 1) },
    verdict: 'pass',
    code: undefined,
    why: 'lines before are not known',
  },
  {
    given: { before: USUAL, after: repeat(10, 20), errors: 20 },
    verdict: 'rollback',
    code: 'lines-collapsed',
    why: 'a rollback stands',
  },
])('$verdict, $code: $why', ({ given, verdict, code }) => {
  const judgement = judge(given);
  expect(judgement.verdict).toBe(verdict);
  expect(judgement.findings.find(({ judge: name }) => name === 'traffic')?.code).toBe(code);
});

test('the bare comparison withholds the pass too', () => {
  expect(judge({ before: USUAL, after: repeat(10, 1) }, { plain: true }).verdict).toBe('inconclusive');
});

test('says where lines are not known', () => {
  expect(judge({ before: USUAL, after: repeat(10, null) }).reasons).toEqual([
    {
      code: 'lines-unknown',
      message:
        'The canary’s lines are known in 0 of 9 buckets after the release, where 1,000 a bucket are usual: it may have done nothing, and then errors tell nothing.',
    },
  ]);
});

test.for([
  {
    lines: 3,
    because: 'The canary wrote 3 lines a bucket where 1,000 are usual: hardly anything was tried, so nothing is known.',
  },
  {
    lines: 0,
    because: 'The canary wrote not one line where 1,000 are usual: hardly anything was tried, so nothing is known.',
  },
  {
    lines: 400,
    because:
      'The canary wrote 400 lines a bucket where 1,000 are usual: less was tried than before, so errors may be fewer too. No pass is withheld for it.',
  },
])('$because', ({ lines, because }) => {
  const { findings, analysis } = judge({ before: USUAL, after: repeat(10, lines) });
  expect(findings.map((finding) => finding.because)).toContain(because);
  expect(analysis.traffic).toEqual({ before: 1000, after: lines, usual: 1000, buckets: 9 });
});
