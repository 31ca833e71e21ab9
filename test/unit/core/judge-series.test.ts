import { describe, expect, test } from 'vitest';
import { judgeSeries } from '../../../src/core/judgement.js';
import { DEFAULT_RULE, type Rule } from '../../../src/core/rule.js';
import type { Count } from '../../../src/core/series.js';
import type { ReportedFinding } from '../../../src/core/verdict.js';
import { pairOf, repeat } from '../../helpers/pair.js';

/** Six errors in half an hour, five minutes apart. */
const RARE = repeat(6, [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]).flat();

/** One case to be checked by hand. Buckets of 30 s and a warm-up of one bucket unless it says otherwise. */
interface Case {
  readonly before: readonly Count[];
  readonly after: readonly Count[];
  readonly verdict: 'pass' | 'rollback' | 'inconclusive';
  /** The first reason's code. */
  readonly code: string;
  readonly why: string;
  readonly rule?: Partial<Rule>;
  readonly bucketSeconds?: number;
  readonly exposureRatio?: number;
}

const judgeCase = ({ before, after, rule, ...measured }: Pick<Case, 'before' | 'after' | 'rule'> & Partial<Case>) =>
  judgeSeries(pairOf(before, after, measured), { ...DEFAULT_RULE, ...rule });

const CASES: Readonly<Record<string, readonly Case[]>> = {
  'a quiet service': [
    {
      before: repeat(60, 0),
      after: [9, 8, 9, 9, 8, 9, 9, 8, 9, 9],
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: '78 errors where there was none in half an hour',
    },
    {
      before: repeat(60, 0),
      after: repeat(10, 0),
      verdict: 'pass',
      code: 'errors-within-limit',
      why: 'no error before, none after',
    },
    {
      before: repeat(60, 0),
      after: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
      verdict: 'inconclusive',
      code: 'single-burst',
      why: 'one single error is over the limit of 0 but no rise',
    },
    {
      before: repeat(60, 0),
      after: [0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
      verdict: 'inconclusive',
      code: 'too-few-errors',
      why: 'two errors: fewer than three are never a rise',
    },
    {
      before: repeat(60, 0),
      after: [0, 1, 0, 0, 1, 0, 0, 1, 0, 0],
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'three errors in three buckets: by chance (9/69)³ = 0.0022, mid-p half of it, below 0.006',
    },
    {
      before: repeat(60, 0),
      after: [0, 0, 0, 2, 0, 0, 0, 2, 0, 0],
      verdict: 'inconclusive',
      code: 'too-few-errors',
      why: 'four errors in only two buckets are not three occasions',
    },
    {
      before: repeat(60, 0),
      after: [0, 0, 0, 5, 5, 0, 0, 0, 0, 0],
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'ten errors count whatever the buckets',
    },
    {
      before: repeat(40, 0),
      after: [0, 1, 0, 0, 1, 0, 0, 1, 0, 0],
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'after twenty quiet minutes too: mid-p (9/49)³ / 2 = 0.0031',
    },
    {
      before: repeat(31, 0),
      after: [0, 1, 0, 0, 1, 0, 0, 1, 0, 0],
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'mid-p (9/40)³ / 2 = 0.0057 is still below 0.006',
    },
    {
      before: repeat(30, 0),
      after: [0, 1, 0, 0, 1, 0, 0, 1, 0, 0],
      verdict: 'inconclusive',
      code: 'too-few-errors',
      why: 'mid-p (9/39)³ / 2 = 0.0061 is above 0.006, and ranks give 84/9139 = 0.0092, above 0.0035',
    },
    {
      before: repeat(10, 0),
      after: [0, 1, 0, 0, 1, 0, 0, 1, 0, 0],
      verdict: 'inconclusive',
      code: 'too-few-errors',
      why: 'after five quiet minutes three errors are chance: (9/19)³ = 0.106',
    },
  ],
  'a busy service': [
    {
      before: repeat(60, 10),
      after: repeat(10, 30),
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'three times the usual, 270 against 2 × 10 × 9 = 180',
    },
    {
      before: repeat(60, 10),
      after: repeat(10, 15),
      verdict: 'pass',
      code: 'errors-within-limit',
      why: 'half as much again, 135, is allowed by a sensitivity of 2',
    },
    {
      before: repeat(60, 10),
      after: repeat(10, 20),
      verdict: 'pass',
      code: 'errors-within-limit',
      why: 'exactly the limit is within it',
    },
    {
      before: repeat(60, 10),
      after: [...repeat(9, 20), 21],
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: '181 is over 180, and 181 against 90 is no chance',
    },
    {
      before: repeat(60, 10),
      after: repeat(10, 0),
      verdict: 'pass',
      code: 'errors-within-limit',
      why: 'fewer errors than usual never roll back',
    },
    {
      before: repeat(60, 1_000_000),
      after: repeat(10, 3_000_000),
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'millions of errors are judged like tens',
    },
  ],
  'a few errors a bucket': [
    {
      before: repeat(60, 1),
      after: [1, 2, 1, 0, 1, 2, 0, 1, 1, 2],
      verdict: 'pass',
      code: 'errors-within-limit',
      why: '10 errors against a limit of 2 × 1 × 9 = 18',
    },
    {
      before: repeat(60, 1),
      after: [3, 3, 2, 3, 4, 3, 3, 2, 4, 3],
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: '27 errors against a limit of 18, 9 expected',
    },
    {
      before: [...repeat(29, 0), ...repeat(31, 1)],
      after: [0, 2, 2, 2, 1, 2, 1, 2, 1, 2],
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'the median is only just 1: interpolated 0.53, so 15 errors are over 9.6',
    },
    {
      before: RARE,
      after: [0, 0, 1, 0, 0, 1, 0, 0, 1, 0],
      verdict: 'inconclusive',
      code: 'too-few-errors',
      why: 'the floor: 6 in 60 buckets allow 2 × 0.1 × 9 = 1.8; 3 are over it, but chance gives as many 10 % of the time',
    },
    {
      before: RARE,
      after: [0, 1, 1, 0, 1, 1, 1, 1, 1, 0],
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: '7 in 7 buckets after 6 in 60: the same baseline, now beyond chance',
    },
    {
      before: RARE,
      after: [0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
      verdict: 'pass',
      code: 'errors-within-limit',
      why: 'one error is below 1.8: it happened six times before',
    },
  ],
  'a limit below one error': [
    {
      before: [1, ...repeat(59, 0)],
      after: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
      verdict: 'pass',
      code: 'errors-within-chance',
      why: 'one more after one in half an hour: by chance 1 - (60/69)² = 24 % of the time',
    },
    {
      before: [1, ...repeat(29, 0), 1, ...repeat(29, 0)],
      after: [0, 0, 0, 1, 0, 1, 0, 0, 0, 0],
      verdict: 'inconclusive',
      code: 'too-few-errors',
      why: 'two after two: 9 % of the time, too seldom to be passed over',
    },
  ],
  'bursts and warm-up': [
    {
      before: repeat(60, 0),
      after: [0, 0, 0, 500, 0, 0, 0, 0, 0, 0],
      verdict: 'inconclusive',
      code: 'single-burst',
      why: 'one bucket of 500 among zeros is one burst, not a rise',
    },
    {
      before: repeat(60, 10),
      after: [10, 10, 10, 400, 10, 10, 10, 10, 10, 10],
      verdict: 'inconclusive',
      code: 'single-burst',
      why: '480 errors, but 400 are held to 10 + 2 sqrt(10) = 16.3, so 96 count against 180',
    },
    {
      before: repeat(60, 10),
      after: [10, 10, 10, 400, 400, 10, 10, 10, 10, 10],
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'a second bucket confirms the first',
    },
    {
      before: repeat(60, 10),
      after: [5000, ...repeat(9, 10)],
      verdict: 'pass',
      code: 'errors-within-limit',
      why: 'restart noise in the first 30 s is left out',
    },
    {
      before: repeat(60, 10),
      after: [5000, ...repeat(9, 10)],
      rule: { warmUpSeconds: 0 },
      verdict: 'inconclusive',
      code: 'single-burst',
      why: 'without a warm-up the noise is a burst',
    },
    {
      before: repeat(60, 10),
      after: [90, 90, ...repeat(8, 10)],
      rule: { warmUpSeconds: 31 },
      verdict: 'pass',
      code: 'errors-within-limit',
      why: 'a warm-up of 31 s is two whole buckets',
    },
    {
      before: repeat(60, 10),
      after: [null, ...repeat(9, 10)],
      verdict: 'pass',
      code: 'errors-within-limit',
      why: 'no data while restarting is no loss',
    },
    {
      before: repeat(60, 10),
      after: [400],
      verdict: 'inconclusive',
      code: 'nothing-to-judge',
      why: 'the warm-up takes the only bucket',
    },
    {
      before: repeat(60, 10),
      after: [],
      verdict: 'inconclusive',
      code: 'nothing-to-judge',
      why: 'no bucket after the release at all',
    },
    {
      before: repeat(60, 10),
      after: [0, 400],
      verdict: 'inconclusive',
      code: 'single-burst',
      why: 'a single judged bucket has no neighbour to confirm it',
    },
  ],
  'missing data': [
    {
      before: repeat(60, 10),
      after: [10, 10, 10, 10, null, 10, 10, 10, 10, 10],
      verdict: 'inconclusive',
      code: 'after-not-covered',
      why: 'errors may hide in the bucket that is missing',
    },
    {
      before: repeat(60, 10),
      after: repeat(10, null),
      verdict: 'inconclusive',
      code: 'after-not-covered',
      why: 'silence is not a pass',
    },
    {
      before: repeat(60, 10),
      after: [10, 60, 60, 60, 60, 60, 60, null, null, null],
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: '360 errors are over 180 even if the missing buckets held none',
    },
    {
      before: repeat(60, 10),
      after: [10, 25, 25, 25, 25, 25, 25, null, null, null],
      verdict: 'inconclusive',
      code: 'after-not-covered',
      why: '150 errors would be within 180 if the missing buckets held none: nobody knows',
    },
    {
      before: [...repeat(30, null), ...repeat(30, 10)],
      after: repeat(10, 15),
      verdict: 'pass',
      code: 'errors-within-limit',
      why: 'half of the baseline is enough',
    },
    {
      before: [...repeat(31, null), ...repeat(29, 10)],
      after: repeat(10, 15),
      verdict: 'inconclusive',
      code: 'before-not-covered',
      why: 'less than half is not',
    },
    {
      before: [...repeat(50, null), ...repeat(10, 0)],
      after: repeat(10, 9),
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'what is left of the baseline still says that 81 errors are no chance',
    },
    {
      before: repeat(60, null),
      after: repeat(10, 9),
      verdict: 'inconclusive',
      code: 'no-baseline',
      why: 'nothing says what is usual',
    },
    {
      before: [],
      after: repeat(10, 9),
      verdict: 'inconclusive',
      code: 'no-baseline',
      why: 'an empty window neither',
    },
  ],
  'an incident before the release': [
    {
      before: [...repeat(20, 1), ...repeat(20, 40), ...repeat(20, 1)],
      after: repeat(10, 3),
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'a third of the baseline is an incident; against the rest 27 is over 18',
    },
    {
      before: [...repeat(20, 1), ...repeat(20, 40), ...repeat(20, 1)],
      after: repeat(10, 1),
      verdict: 'pass',
      code: 'errors-within-limit',
      why: 'the incident does not withhold a pass',
    },
    {
      before: [...repeat(35, 1), ...repeat(25, 40)],
      after: repeat(10, 1),
      verdict: 'inconclusive',
      code: 'baseline-incident',
      why: '25 of 60 is 42 %, too much to leave out',
    },
    {
      before: [...repeat(35, 1), ...repeat(25, 40)],
      after: repeat(10, 400),
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'ten times worse than the incident is a rollback all the same',
    },
    {
      before: [...repeat(29, 1), 40, 40, ...repeat(29, 1)],
      after: repeat(10, 3),
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'two high buckets are a burst, which the median shrugs off; all nine after rank above the usual',
    },
  ],
  'other exposures': [
    {
      before: repeat(60, 200),
      after: repeat(10, 10),
      exposureRatio: 0.05,
      verdict: 'pass',
      code: 'errors-within-limit',
      why: 'a 5 % canary of 200 is usually 10',
    },
    {
      before: repeat(60, 200),
      after: repeat(10, 30),
      exposureRatio: 0.05,
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: '30 a bucket are three times its share, though far below the 200 of the whole service',
    },
    {
      before: repeat(60, 10),
      after: repeat(10, 30),
      exposureRatio: 2,
      verdict: 'pass',
      code: 'errors-within-limit',
      why: 'twice the traffic explains twice the errors: 270 against 2 × 20 × 9 = 360',
    },
    {
      before: repeat(60, 1),
      after: [0, 0, 0, 1, 0, 0, 1, 0, 0, 0],
      exposureRatio: 0.05,
      verdict: 'inconclusive',
      code: 'too-few-errors',
      why: 'usual is 0.05 a bucket: two errors are over 0.9 and too few to tell',
    },
  ],
  'other sensitivities and buckets': [
    {
      before: repeat(60, 10),
      after: repeat(10, 15),
      rule: { sensitivity: 1.2 },
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: '135 is over 1.2 × 10 × 9 = 108',
    },
    {
      before: repeat(60, 10),
      after: repeat(10, 30),
      rule: { sensitivity: 4 },
      verdict: 'pass',
      code: 'errors-within-limit',
      why: '270 is within 4 × 10 × 9 = 360',
    },
    {
      before: repeat(60, 10),
      after: repeat(10, 10),
      rule: { sensitivity: 0.5 },
      verdict: 'inconclusive',
      code: 'too-few-errors',
      why: 'even a limit below the usual rolls back only what is more than usual',
    },
    {
      before: repeat(10, 1),
      after: repeat(7, 9),
      bucketSeconds: 10,
      rule: { warmUpSeconds: 0 },
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'short windows are judged on their evidence: 63 in 70 s after 10 in 100 s',
    },
    {
      before: [0],
      after: [0, 2, 1],
      bucketSeconds: 300,
      rule: { warmUpSeconds: 0 },
      verdict: 'inconclusive',
      code: 'too-few-errors',
      why: 'three errors after a baseline of one bucket prove nothing: (3/4)³ = 0.42',
    },
  ],
  'plain mode': [
    {
      before: repeat(60, 0),
      after: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
      rule: { plain: true },
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'the bare comparison: one error is more than 2 × 0',
    },
    {
      before: RARE,
      after: [0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
      rule: { plain: true },
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'the median is 0 and there is no floor',
    },
    {
      before: repeat(60, 10),
      after: [10, 10, 10, 400, 10, 10, 10, 10, 10, 10],
      rule: { plain: true },
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'no cap: 480 is over 180',
    },
    {
      before: [...repeat(35, 1), ...repeat(25, 40)],
      after: repeat(10, 3),
      rule: { plain: true },
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'no scrub, and the median is 1 whatever the incident',
    },
    {
      before: repeat(60, 10),
      after: [0, 21],
      rule: { plain: true },
      verdict: 'rollback',
      code: 'errors-over-limit',
      why: 'a single bucket is enough',
    },
    {
      before: repeat(60, 10),
      after: [10, 10, 10, 10, null, 10, 10, 10, 10, 10],
      rule: { plain: true },
      verdict: 'inconclusive',
      code: 'after-not-covered',
      why: 'coverage is asked for in plain mode too',
    },
    {
      before: repeat(60, 100),
      after: [0, 29],
      rule: { plain: true, sensitivity: 0.29 },
      verdict: 'pass',
      code: 'errors-within-limit',
      why: '29 is exactly 0.29 × 100, though the machine multiplies them to 28.999999999999996',
    },
    {
      before: repeat(60, 10),
      after: repeat(10, 15),
      rule: { plain: true },
      verdict: 'pass',
      code: 'errors-within-limit',
      why: '135 is within 180',
    },
  ],
};

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  // The guard may be certain sooner, but it must not find what the whole window would not.
  describe.each(['off', 'on'] as const)('early %s', (early) => {
    test.for(cases)('$verdict: $why', ({ verdict, code, ...given }) => {
      const judgement = judgeCase({ ...given, rule: { ...given.rule, early } });
      expect({ verdict: judgement.verdict, code: judgement.reasons[0]?.code }).toEqual({ verdict, code });
    });
  });
});

describe('where errors come in bursts before', () => {
  const bursty = repeat(6, [0, 0, 9, 0, 0, 0, 0, 12, 0, 0]).flat();
  test.for([
    {
      after: [0, 0, 40, 0, 0, 0, 50, 0, 1, 0],
      verdict: 'inconclusive',
      code: 'single-burst',
      why: 'two more are no rise',
    },
    { after: repeat(10, 12), verdict: 'rollback', code: 'errors-over-limit', why: 'in every bucket they are' },
  ])('$why: $verdict', ({ after, verdict, code }) => {
    const judgement = judgeCase({ before: bursty, after });
    expect({ verdict: judgement.verdict, code: judgement.reasons[0]?.code }).toEqual({ verdict, code });
  });
});

describe('the rank test', () => {
  test('finds a rise that every bucket shows and the dispersion hides from the count test', () => {
    const before = [...repeat(50, 1), 0, 0, 60, 0, 0, 0, 60, 0, 0, 1];
    const { verdict, analysis } = judgeCase({ before, after: repeat(10, 6) });
    expect(analysis.evidence.countP).toBeGreaterThan(0.005);
    expect(analysis.evidence.rankP).toBeLessThan(0.005);
    expect(verdict).toBe('rollback');
  });

  test('ranks against what is left of the baseline, not against the incident', () => {
    const before = [...repeat(35, 90), ...repeat(50, 1), 0, 0, 60, 0, 0, 0, 60, 0, 0, 1];
    const { verdict, analysis } = judgeCase({ before, after: repeat(10, 6) });
    expect(analysis.before.scrubbed).toHaveLength(35);
    expect(analysis.evidence.rankP).toBeLessThan(0.005);
    expect(verdict).toBe('rollback');
  });

  test('is not asked when the exposures differ, when the count test speaks, or within the limit', () => {
    const bursty = [...repeat(50, 1), 0, 0, 60, 0, 0, 0, 60, 0, 0, 1];
    expect(judgeCase({ before: bursty, after: repeat(10, 6), exposureRatio: 0.9 }).analysis.evidence.rankP).toBeNull();
    expect(judgeCase({ before: repeat(60, 10), after: repeat(10, 30) }).analysis.evidence.rankP).toBeNull();
    expect(judgeCase({ before: repeat(60, 10), after: repeat(10, 11) }).analysis.evidence.rankP).toBeNull();
  });
});

describe('what a judgement says', () => {
  test.for([
    {
      before: repeat(60, 1),
      after: [9, ...repeat(8, 10), 8],
      because:
        '88 errors in 9 buckets after the release, the limit is 18 (2 × the usual 1 a bucket); by chance alone once in 1e39.',
    },
    {
      before: repeat(60, 10),
      after: repeat(10, 15),
      because:
        '135 errors in 9 buckets after the release, the limit is 180 (2 × the usual 10 a bucket); 181 (2.01 × the average before) would have been rolled back.',
    },
    {
      before: repeat(60, 10),
      after: [10, 60, 60, 60, 60, 60, 60, null, null, null],
      because:
        '360 errors in 9 buckets after the release even if the 3 missing buckets held no error, the limit is 180 (2 × the usual 10 a bucket); by chance alone once in 1e80.',
    },
    {
      before: repeat(60, 10),
      after: [10, 10, 10, 10, null, 10, 10, 10, 10, 10],
      because: '1 of 9 buckets after the release has no data, and errors may hide there.',
    },
    {
      before: repeat(60, 0),
      after: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
      because:
        '1 error in 9 buckets after the release, the limit is 0 (there was no error before), but it is a single error.',
    },
    {
      before: RARE,
      after: [0, 0, 1, 0, 0, 1, 0, 0, 1, 0],
      because:
        '3 errors in 9 buckets after the release, the limit is 1.8 (2 × the usual 0.1 a bucket), but too few to be sure: chance alone gives as many 10 % of the time.',
    },
    {
      before: repeat(60, 10),
      after: [400],
      because: 'Nothing is left to judge after the release: the warm-up takes all of it (1 bucket).',
    },
  ])('$because', ({ because, ...given }) => {
    expect(judgeCase(given).reasons[0]?.message).toBe(because);
  });

  test('a finding carries what was observed and what it was held against', () => {
    expect(judgeCase({ before: repeat(60, 10), after: repeat(10, 15) }).findings).toMatchObject([
      { judge: 'errors', code: 'errors-within-limit', outcome: 'pass', observed: 135, limit: 180, unit: 'errors' },
    ]);
  });

  test('an incident that was left out is a note beside the verdict', () => {
    const { findings } = judgeCase({
      before: [...repeat(20, 1), ...repeat(20, 40), ...repeat(20, 1)],
      after: repeat(10, 1),
    });
    expect(findings).toMatchObject([
      { code: 'errors-within-limit', outcome: 'pass' },
      {
        code: 'incident-scrubbed',
        outcome: 'note',
        because: '20 buckets before the release (33 %) are left out as an incident.',
      },
    ]);
  });
});

describe('observed findings', () => {
  const observed = (outcome: ReportedFinding['outcome'], code: string): ReportedFinding => ({
    judge: 'source',
    code,
    outcome,
    observed: null,
    limit: null,
    unit: 'lines',
    because: `It is ${code}.`,
  });

  test('come first, in their order, and withhold a pass', () => {
    const first = observed('note', 'late-data');
    const second = observed('unknown', 'canary-silent');
    const judgement = judgeSeries(pairOf(repeat(60, 10), repeat(10, 10)), DEFAULT_RULE, [first, second]);
    expect(judgement.findings.slice(0, 2)).toEqual([first, second]);
    expect(judgement.verdict).toBe('inconclusive');
    expect(judgement.reasons).toEqual([{ code: 'canary-silent', message: 'It is canary-silent.' }]);
  });

  test('do not excuse what failed', () => {
    const judgement = judgeSeries(pairOf(repeat(60, 0), repeat(10, 9)), DEFAULT_RULE, [
      observed('unknown', 'late-data'),
    ]);
    expect(judgement.verdict).toBe('rollback');
  });
});

describe('what cannot be judged is refused', () => {
  test.for([
    {
      pair: pairOf([0, Number.NaN], [0]),
      message: 'before.errors[1] must be a whole number of at least 0 or null, not NaN.',
    },
    { pair: pairOf([0], [1.5]), message: 'after.errors[0] must be a whole number of at least 0 or null, not 1.5.' },
    { pair: pairOf([0], [-1]), message: 'after.errors[0] must be a whole number of at least 0 or null, not -1.' },
    { pair: pairOf([0], [0], { bucketSeconds: 0 }), message: 'bucketSeconds must be a number above 0, not 0.' },
    {
      pair: pairOf([0], [0], { exposureRatio: Infinity }),
      message: 'exposureRatio must be from 1e-15 to 1e15, not Infinity.',
    },
    {
      pair: pairOf([0], [0], { exposureRatio: 1e308 }),
      message: 'exposureRatio must be from 1e-15 to 1e15, not 1e+308.',
    },
  ])('$message', ({ pair, message }) => {
    expect(() => judgeSeries(pair, DEFAULT_RULE)).toThrow(new RangeError(message));
  });

  test.for([
    { rule: { sensitivity: 0 }, message: 'sensitivity must be a number above 0, not 0.' },
    { rule: { warmUpSeconds: -1 }, message: 'warmUpSeconds must be a number of at least 0, not -1.' },
  ])('$message', ({ rule, message }) => {
    expect(() => judgeCase({ before: [0], after: [0], rule })).toThrow(new RangeError(message));
  });
});

describe('after a baseline that is shorter than half an hour', () => {
  test.for([
    {
      before: repeat(20, 0),
      after: [0, 0, 7, 0, 0, 6, 0, 1, 0, 0],
      verdict: 'inconclusive',
      why: 'two bursts in ten minutes more: the canary tells that errors come in bursts, which ten quiet minutes could not',
    },
    {
      before: repeat(60, 0),
      after: [0, 0, 7, 0, 0, 6, 0, 1, 0, 0],
      verdict: 'rollback',
      why: 'half an hour without one would have shown such bursts',
    },
    {
      before: repeat(20, 0),
      after: [0, 0, 2, 1, 2, 1, 1, 2, 2, 1],
      verdict: 'rollback',
      why: 'as few errors that come all the time are a rise after ten minutes, too',
    },
  ] as const)('$verdict: $why', ({ before, after, verdict }) => {
    expect(judgeCase({ before, after, rule: { early: 'off' } }).verdict).toBe(verdict);
  });
});
