import { describe, expect, test } from 'vitest';
import { guardThreshold } from '../../../src/core/guard.js';
import { judgeSeries, type Judgement } from '../../../src/core/judgement.js';
import { DEFAULT_RULE, type Rule } from '../../../src/core/rule.js';
import type { Control, Count, SeriesPair } from '../../../src/core/series.js';
import { pairOf, repeat } from '../../helpers/pair.js';

/** Half an hour in buckets of 30 s, and the minutes after in looks of 10 s. */
function watched(before: readonly Count[], looks: readonly Count[], control?: Control): SeriesPair {
  const after = Array.from({ length: Math.floor(looks.length / 3) }, (_, index) =>
    looks
      .slice(index * 3, index * 3 + 3)
      .reduce<Count>((sum, count) => (sum === null || count === null ? null : sum + count), 0),
  );
  return {
    ...pairOf(before, after),
    fineAfter: { bucketSeconds: 10, errors: looks },
    ...(control && { control }),
  };
}

const judge = (pair: SeriesPair, rule: Partial<Rule> = {}): Judgement =>
  judgeSeries(pair, { ...DEFAULT_RULE, warmUpSeconds: 0, early: 'on', ...rule });

const firedAt = (judgement: Judgement): number | null => judgement.analysis.guard?.firedAtSeconds ?? null;

describe('when it is certain', () => {
  test.for([
    {
      before: repeat(60, 2),
      looks: repeat(30, 7),
      at: 20,
      why: 'ten times the usual 0.67 a look: the second look confirms the first',
    },
    {
      before: repeat(60, 6),
      looks: repeat(30, 6),
      at: 150,
      why: 'three times the usual 2 a look needs half of the wait',
    },
    { before: repeat(60, 2), looks: repeat(30, 1), at: null, why: 'half as much again is allowed' },
    {
      before: repeat(60, 0),
      looks: repeat(30, 1),
      at: 70,
      why: 'after none at all in half an hour three errors are evidence, in three buckets of 30 s',
    },
    {
      before: repeat(60, 0),
      looks: [5, 5, ...repeat(28, 0)],
      at: 20,
      why: 'ten errors at two looks need no third occasion',
    },
    {
      before: repeat(60, 0),
      looks: [2, 2, 2, ...repeat(27, 0)],
      at: null,
      why: 'six errors within one bucket of 30 s are one occasion',
    },
    { before: repeat(60, 0), looks: [500, ...repeat(29, 0)], at: null, why: 'a single burst has no neighbour' },
    {
      before: repeat(60, 2),
      looks: [null, null, null, ...repeat(27, 7)],
      at: 60,
      why: 'missing looks count as time without errors',
    },
    {
      before: [...repeat(30, 0), ...repeat(30, 20)],
      looks: repeat(30, 7),
      at: null,
      why: 'twice the mean, but within twice the median',
    },
  ])('$at: $why', ({ before, looks, at }) => {
    expect(firedAt(judge(watched(before, looks)))).toBe(at);
  });

  test('the verdict is rollback, stands at that second, and says so', () => {
    const judgement = judge(watched(repeat(60, 2), repeat(30, 7)));
    expect(judgement).toMatchObject({ verdict: 'rollback', atSeconds: 20 });
    expect(judgement.findings.find(({ judge: name }) => name === 'guard')).toMatchObject({
      code: 'early-rollback',
      outcome: 'fail',
      because:
        'It was certain 20 seconds after the release: 14 errors by then are evidence of 14,000 : 1 for more than 2 × the errors of before, and 25 : 1 is enough.',
    });
  });

  test('without it the verdict stands at the end of the window', () => {
    expect(judge(watched(repeat(60, 2), repeat(30, 1)))).toMatchObject({ verdict: 'pass', atSeconds: 300 });
  });

  test('errors that are gone by the end excuse nothing', () => {
    const { verdict, findings } = judge(watched(repeat(60, 2), [...repeat(4, 8), ...repeat(26, 0)]));
    expect(verdict).toBe('rollback');
    expect(findings).toMatchObject([
      { code: 'errors-within-limit', outcome: 'note' },
      { code: 'early-rollback', outcome: 'fail' },
    ]);
  });

  test('a run that ended with it needs no whole bucket', () => {
    const { verdict, reasons } = judge(watched(repeat(60, 2), repeat(2, 9)));
    expect(verdict).toBe('rollback');
    expect(reasons.map(({ code }) => code)).toEqual(['early-rollback']);
  });
});

describe('a series without looks of its own', () => {
  test('is looked at once a bucket, after the warm-up', () => {
    const pair = pairOf(repeat(60, 10), repeat(10, 100));
    const { analysis } = judge(pair, { warmUpSeconds: 30 });
    expect(analysis.guard).toMatchObject({ lookSeconds: 30, firedAtSeconds: 90 });
  });
});

describe('the same looks', () => {
  test('fire at the same second however many came later', () => {
    const seen = [14, 15, 16, 30].map((count) => firedAt(judge(watched(repeat(60, 6), repeat(count, 6)))));
    expect(seen).toEqual([null, 150, 150, 150]);
  });
});

describe('eager', () => {
  test('finds a small rise sooner', () => {
    const pair = watched(repeat(60, 6), repeat(30, 6));
    expect(firedAt(judge(pair))).toBe(150);
    expect(firedAt(judge(pair, { early: 'eager' }))).toBe(20);
  });

  test('still leaves alone what is within the limit', () => {
    expect(firedAt(judge(watched(repeat(60, 6), repeat(30, 4)), { early: 'eager' }))).toBeNull();
  });
});

describe('is silent', () => {
  const bad = watched(repeat(60, 2), repeat(30, 9));
  test.for([
    { rule: { early: 'off' }, why: 'when off' },
    { rule: { plain: true }, why: 'in plain mode' },
  ] as const)('$why', ({ rule }) => {
    expect(judge(bad, rule).analysis.guard).toBeNull();
  });

  test('without a baseline', () => {
    expect(judge(watched(repeat(60, null), repeat(30, 9))).analysis.guard).toBeNull();
  });

  test('about what is usual, at a sensitivity below 1', () => {
    expect(firedAt(judge(watched(repeat(60, 30), repeat(30, 10)), { sensitivity: 0.5 }))).toBeNull();
  });
});

describe('with stable instances', () => {
  const control = (looks: readonly Count[], exposureRatio = 1): Control => ({
    after: { errors: repeat(10, 0), lines: repeat(10, null) },
    fineAfter: { bucketSeconds: 10, errors: looks },
    exposureRatio,
  });

  test('a rise that they share is not the canary’s', () => {
    expect(firedAt(judge(watched(repeat(60, 2), repeat(30, 7), control(repeat(30, 7)))))).toBeNull();
  });

  test('a rise that they do not share is found', () => {
    expect(firedAt(judge(watched(repeat(60, 2), repeat(30, 7), control(repeat(30, 19), 0.05))))).toBe(20);
  });

  test('a run that ends before a whole bucket says that it looked at them, and what they allowed by then', () => {
    const { findings, analysis } = judge(watched(repeat(60, 2), repeat(2, 30), control(repeat(2, 100), 0.05)));
    expect(findings.map(({ code }) => code)).toEqual(['early-rollback']);
    expect(findings[0]?.because).toContain('of before and of the stable instances');
    expect(analysis.guard).toMatchObject({ withControl: true, looks: [{ limit: 10 }, { limit: 20 }] });
  });

  test('a look without their data compares nothing, so that their silence is no evidence', () => {
    const silent = [...repeat(15, null), ...repeat(15, 7)];
    expect(firedAt(judge(watched(repeat(60, 2), repeat(30, 7), control(silent))))).toBeNull();
  });

  const silent: Control = {
    ...control(repeat(30, null)),
    after: { errors: repeat(10, null), lines: repeat(10, null) },
  };

  test('when they never had data the past alone decides at the end, and that is told', () => {
    const judgement = judge(watched(repeat(60, 2), repeat(30, 7), silent));
    expect(firedAt(judgement)).toBeNull();
    expect(judgement).toMatchObject({ verdict: 'rollback', atSeconds: 300 });
    expect(judgement.findings.map(({ code }) => code)).toContain('control-silent');
  });

  test('their silence does not excuse errors that are gone by the end', () => {
    const looks = [...repeat(4, 8), ...repeat(26, 0)];
    expect(judge(watched(repeat(60, 2), looks))).toMatchObject({ verdict: 'rollback', atSeconds: 20 });
    const { verdict, atSeconds, reasons } = judge(watched(repeat(60, 2), looks, silent));
    expect({ verdict, atSeconds, reasons }).toEqual({
      verdict: 'rollback',
      atSeconds: 300,
      reasons: [
        {
          code: 'certain-against-past',
          message:
            'It was certain 20 seconds after the release: 16 errors by then are evidence of 290,000 : 1 for more than 2 × the errors of before, and 25 : 1 is enough; the stable instances, which might have excused it, have too few data.',
        },
      ],
    });
  });

  test.for([
    { side: 'as much', stable: 7, fires: false },
    { side: 'not at all', stable: 0.7, fires: true },
  ])(
    'that are delivered 40 s late and rose $side: fires $fires, and never before they are heard',
    ({ stable, fires }) => {
      const lateBy = 4;
      const canary = repeat(30, 7);
      // What they wrote: 7 a look, or 7 every ten looks.
      const theirs = canary.map((_, look) => Math.floor((look + 1) * stable) - Math.floor(look * stable));
      const fired = canary.map((_, look) => {
        const heard = theirs.map((count, at) => (at + lateBy <= look ? count : null)).slice(0, look + 1);
        const soFar = watched(repeat(60, 2), canary.slice(0, look + 1), control(heard));
        return firedAt(judge(soFar));
      });
      expect(fired.slice(0, lateBy)).toEqual(repeat(lateBy, null));
      expect(fired.some((at) => at !== null)).toBe(fires);
    },
  );

  test('known in whole buckets but in no look yet, they are waited for', () => {
    expect(firedAt(judge(watched(repeat(60, 2), repeat(6, 7), control(repeat(6, null)))))).toBeNull();
  });

  test('known in whole buckets only, the looks are the buckets', () => {
    const coarse: Control = { after: { errors: repeat(10, 57), lines: repeat(10, null) }, exposureRatio: 0.05 };
    expect(judge(watched(repeat(60, 2), repeat(30, 7), coarse)).analysis.guard?.lookSeconds).toBe(30);
  });
});

test.for([
  { look: 1, threshold: 25 },
  { look: 30, threshold: 25 },
  { look: 60, threshold: 100 },
  { look: 300, threshold: 2500 },
])('look $look asks for evidence of $threshold', ({ look, threshold }) => {
  expect(guardThreshold(look)).toBe(threshold);
});
