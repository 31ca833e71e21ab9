import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeSeries, type Judgement } from '../../../src/core/judgement.js';
import { rebin } from '../../../src/core/rebin.js';
import { DEFAULT_RULE, type Rule } from '../../../src/core/rule.js';
import type { Control, Count, SeriesPair } from '../../../src/core/series.js';
import { pairOf, repeat } from '../../helpers/pair.js';

const seriesOf = (errors: readonly Count[]) => ({ errors, lines: repeat(errors.length, null) });

interface Beside {
  readonly before: readonly Count[];
  readonly after: readonly Count[];
  readonly stable: readonly Count[];
  readonly stableBefore?: readonly Count[];
  /** Exposure of the canary over that of the stable instances. */
  readonly ratio?: number;
  readonly exposureRatio?: number;
}

function pairBeside({ before, after, stable, stableBefore, ratio = 1, exposureRatio = 1 }: Beside): SeriesPair {
  const control: Control = {
    after: seriesOf(stable),
    ...(stableBefore && { before: seriesOf(stableBefore) }),
    exposureRatio: ratio,
  };
  return { ...pairOf(before, after, { exposureRatio }), control };
}

const judge = (beside: Beside, rule: Partial<Rule> = {}): Judgement =>
  judgeSeries(pairBeside(beside), { ...DEFAULT_RULE, warmUpSeconds: 0, ...rule });

describe('beside stable instances', () => {
  test.for([
    {
      given: { before: repeat(60, 10), after: repeat(10, 30), stable: repeat(10, 30) },
      verdict: 'pass',
      why: 'three times the usual, but so do the others: 300 against 2 × 30 × 10',
    },
    {
      given: { before: repeat(60, 10), after: repeat(10, 30), stable: repeat(10, 10) },
      verdict: 'rollback',
      why: 'three times the usual and the others are not',
    },
    {
      given: { before: repeat(60, 10), after: repeat(10, 90), stable: repeat(10, 30) },
      verdict: 'rollback',
      why: 'three times what the others suffer from: 900 against 600',
    },
    {
      given: { before: repeat(60, 10), after: repeat(10, 30), stable: repeat(10, 190), ratio: 1 / 19 },
      verdict: 'rollback',
      why: 'a canary of 5 %: 30 a bucket where the other 95 % make 190 / 19 = 10',
    },
    {
      given: {
        before: repeat(60, 0),
        after: [1, 1, 0, 1, 1, 0, 1, 1, 1, 0],
        stable: [1, 0, 0, 1, 0, 0, 1, 0, 0, 0],
      },
      verdict: 'inconclusive',
      why: 'seven after none in half an hour, but three on the others: seven heads in ten tosses',
    },
    {
      given: { before: repeat(60, 0), after: repeat(10, 3), stable: repeat(10, null) },
      verdict: 'rollback',
      why: 'the others have no data: the past alone decides',
    },
    {
      given: { before: repeat(60, 10), after: repeat(10, 30), stable: [...repeat(5, null), ...repeat(5, 30)] },
      verdict: 'pass',
      why: 'compared in the buckets that both have',
    },
  ] as const)('$verdict: $why', ({ given, verdict }) => {
    expect(judge(given).verdict).toBe(verdict);
    expect(judge(given, { early: 'on' }).verdict).toBe(verdict);
  });

  test('bursts that both sides share do not weaken the evidence, those of one side do', () => {
    const bursty = [9, 90, 9, 90, 9, 90, 9, 90, 9, 90];
    const shared = judge({ before: repeat(60, 10), after: bursty, stable: bursty.map((count) => count / 3) });
    expect(shared.analysis.control?.dispersion).toBe(1);
    const own = judge({ before: repeat(60, 10), after: bursty, stable: repeat(10, 16) });
    expect(own.analysis.control?.dispersion).toBeGreaterThan(10);
  });

  test('plain mode looks at the past alone', () => {
    const { analysis } = judge(
      { before: repeat(60, 10), after: repeat(10, 30), stable: repeat(10, 30) },
      { plain: true },
    );
    expect(analysis).toMatchObject({ control: null, level: 10 });
  });

  test('wider buckets are wider on both sides, and the guard goes on looking at the narrow ones', () => {
    const pair = pairBeside({
      before: repeat(60, 1),
      after: repeat(10, 1),
      stable: repeat(10, 2),
      stableBefore: repeat(60, 2),
    });
    const wide = rebin({ ...pair, bucketSeconds: 10 }, 3);
    expect(wide).toMatchObject({
      bucketSeconds: 30,
      before: { errors: repeat(20, 3) },
      after: { errors: repeat(3, 3) },
      fineAfter: { bucketSeconds: 10, errors: repeat(10, 1) },
      control: {
        before: { errors: repeat(20, 6) },
        after: { errors: repeat(3, 6) },
        fineAfter: { bucketSeconds: 10, errors: repeat(10, 2) },
      },
    });
  });
});

describe('stable instances with data in less than half of the buckets', () => {
  const given = { before: repeat(60, 5), after: repeat(10, 50) };
  const one: readonly Count[] = [0, 1000, ...repeat(8, null)];

  test('do not count: the past alone decides, and that is told', () => {
    const { verdict, analysis, findings } = judge({ ...given, stable: one }, { warmUpSeconds: 30 });
    expect(verdict).toBe('rollback');
    expect(analysis).toMatchObject({ control: null, controlCovered: 1, limit: 90 });
    expect(findings.find(({ judge: name }) => name === 'control')).toMatchObject({
      code: 'control-silent',
      outcome: 'note',
      observed: 1,
      limit: 4.5,
      because:
        'The stable instances have data in only 1 of 9 buckets after the release, so the canary is compared with the past alone. No pass is withheld for it.',
    });
  });

  test.for([
    { covered: 4, counts: false },
    { covered: 5, counts: true },
  ])('$covered of 10: counts $counts', ({ covered, counts }) => {
    const stable = [...repeat(covered, 50), ...repeat(10 - covered, null)];
    expect(judge({ ...given, stable }).analysis.control !== null).toBe(counts);
  });

  test('make no verdict any other than without them', () => {
    const count = fc.oneof(fc.nat(5), fc.nat(60));
    const window = (length: number) => fc.array(count, { minLength: length, maxLength: length });
    const early = fc.constantFrom('on', 'off', 'eager');
    fc.assert(
      fc.property(window(30), window(10), window(4), fc.boolean(), early, (before, after, few, atEnd, mode) => {
        const stable = atEnd ? [...repeat(6, null), ...few] : [...few, ...repeat(6, null)];
        const rule = { ...DEFAULT_RULE, warmUpSeconds: 0, early: mode };
        const alone = judgeSeries(pairOf(before, after), rule).verdict;
        expect(judge({ before, after, stable }, { early: mode }).verdict).toBe(alone);
      }),
    );
  });
});

describe('what the errors sentence says', () => {
  test('the limit comes from the stable instances where they allow more', () => {
    const { reasons } = judge({ before: repeat(60, 10), after: repeat(10, 30), stable: repeat(10, 30) });
    expect(reasons[0]?.message).toContain('the limit is 600 (2 × the 30 a bucket of the stable instances');
  });
});
