import { describe, expect, test } from 'vitest';
import type { BucketCount } from '../../../src/core/coverage.js';
import { levelsNotRecognised } from '../../../src/core/level-coverage.js';

const WINDOWS = { before: { fromMs: 0, toMs: 60 }, after: { fromMs: 60, toMs: 90 } };

const bucket = (startMs: number, lines: number, recognised?: number): BucketCount => ({
  startMs,
  errors: 0,
  lines,
  serviceLines: lines,
  ...(recognised !== undefined && { recognised }),
});

const judge = (...buckets: readonly BucketCount[]) => levelsNotRecognised('payments', WINDOWS, buckets);

describe('levels that are not understood', () => {
  test('none of 2,098 lines: errors cannot be told from the rest', () => {
    expect(judge(bucket(0, 1798, 0), bucket(60, 300, 0))).toEqual({
      judge: 'levels',
      code: 'levels-not-recognised',
      outcome: 'unknown',
      observed: 0,
      limit: 0.5,
      unit: 'share',
      because:
        '2,098 of 2,098 lines (100 %) of payments carry no level that is understood, so errors cannot be told from the rest; set levels where the lines are written, or name the column that holds them with --columns level=NAME.',
    });
  });

  test.for([
    { buckets: [bucket(0, 10, 5), bucket(60, 10, 5)], share: null, why: 'half of them are enough' },
    { buckets: [bucket(0, 10, 5), bucket(60, 10, 4)], share: 0.45, why: 'a line less is not' },
    { buckets: [bucket(0, 90, 90), bucket(60, 10, 1)], share: 0.1, why: 'the release changed how levels are written' },
    { buckets: [bucket(0, 10, 10), bucket(90, 900, 0)], share: null, why: 'what lies behind the window is not judged' },
    { buckets: [bucket(0, 10), bucket(60, 10)], share: null, why: 'nobody counted' },
    { buckets: [], share: null, why: 'no lines: that is for others to tell' },
  ])('$share: $why', ({ buckets, share }) => {
    expect(judge(...buckets)?.observed ?? null).toBe(share);
  });

  test('says which lines where only those after the release are strange', () => {
    expect(judge(bucket(0, 90, 90), bucket(60, 1, 0))?.because).toMatch(
      /^1 of 1 line \(100 %\) of payments after the release carries no level/,
    );
  });
});
