import { describe, expect, test } from 'vitest';
import { judgeSeries } from '../../../src/core/judgement.js';
import { DEFAULT_RULE } from '../../../src/core/rule.js';
import type { Control, Count, SeriesPair } from '../../../src/core/series.js';
import type { ReportedFinding } from '../../../src/core/verdict.js';
import { pairOf, repeat } from '../../helpers/pair.js';

const findingOf = (pair: SeriesPair, code: string): ReportedFinding | undefined =>
  judgeSeries(pair, DEFAULT_RULE).findings.find((finding) => finding.code === code);

const beside = (stable: readonly Count[], before?: readonly Count[]): { control: Control } => ({
  control: {
    after: { errors: stable, lines: repeat(stable.length, null) },
    ...(before && { before: { errors: before, lines: repeat(before.length, null) } }),
    exposureRatio: 1,
  },
});

/** Ten quiet buckets, ten busy ones, and so on. */
const WAVES = repeat(3, [...repeat(10, 2), ...repeat(10, 12)]).flat();

describe('findings beside the verdict, which never withhold a pass', () => {
  test.for([
    {
      code: 'waves',
      pair: pairOf(WAVES, repeat(10, 7)),
      because:
        'Errors before the release come in waves (neighbouring buckets correlate by 0.817, chance gives up to 0.258): up to 6 % of good releases then look bad. Stable instances beside the canary would tell. No pass is withheld for it.',
    },
    {
      code: 'waves',
      pair: pairOf([...repeat(6, [0, 0, 0, 0, 1]), ...repeat(10, [2, 0, 1])].flat(), repeat(10, 1)),
      because:
        'Errors before the release come in waves (buckets correlate by 0.64 in all with the five after them, chance gives up to 0.577): up to 6 % of good releases then look bad. Stable instances beside the canary would tell. No pass is withheld for it.',
    },
    {
      code: 'fleet-wide-rise',
      pair: { ...pairOf(repeat(60, 10), repeat(10, 30)), ...beside(repeat(10, 31), repeat(60, 10)) },
      because:
        'The stable instances rose too: 279 errors where 90 are usual (3.1 ×). What everyone shares does not count against the canary, and no pass is withheld for it.',
    },
    {
      code: 'fleet-wide-rise',
      pair: { ...pairOf(repeat(60, 10), repeat(10, 30)), ...beside(repeat(10, 31)) },
      because:
        'The stable instances rose too: 279 errors where 90 are usual (3.1 ×). What everyone shares does not count against the canary, and no pass is withheld for it.',
    },
    {
      code: 'incident-scrubbed',
      pair: pairOf([...repeat(50, 2), ...repeat(10, 40)], repeat(10, 2)),
      because:
        '10 buckets before the release (17 %) are left out as an incident that was still going on at the release: its errors may not be the release’s doing.',
    },
    {
      code: 'restart-burst',
      pair: pairOf(repeat(60, 10), [400, ...repeat(9, 10)]),
      because:
        'The warm-up held 400 errors in 1 bucket, where 10 are usual: a burst while restarting, left out. No pass is withheld for it.',
    },
    {
      code: 'still-rising',
      pair: pairOf(repeat(60, 10), [0, 5, 5, 5, 5, 5, 5, 25, 30, 35]),
      because:
        'Errors were still rising at the end: 90 in the last 3 buckets against a limit of 60 for as many, after 30 in those before; by chance once in 1e19. No pass is withheld for it.',
    },
  ])('$code: $because', ({ code, pair, because }) => {
    expect(findingOf(pair, code)).toMatchObject({ outcome: 'note', because });
    expect(judgeSeries(pair, DEFAULT_RULE).verdict).toBe('pass');
  });

  test('a burst that goes on after the warm-up rolls back, and the note says what to do if it is the restart', () => {
    const pair = pairOf(repeat(60, 10), [400, 400, 300, ...repeat(7, 10)]);
    expect(judgeSeries(pair, DEFAULT_RULE).verdict).toBe('rollback');
    expect(findingOf(pair, 'restart-burst')?.because).toBe(
      'The warm-up held 400 errors in 1 bucket, where 10 are usual: a burst while restarting, left out; if restarting takes longer than that, give a longer --warm-up. No pass is withheld for it.',
    );
  });

  test.for([
    { code: 'waves', pair: pairOf(repeat(30, [8, 12]).flat(), repeat(10, 10)), why: 'up and down is no wave' },
    {
      code: 'waves',
      pair: { ...pairOf(WAVES, repeat(10, 7)), ...beside(repeat(10, 7)) },
      why: 'a control sees through',
    },
    { code: 'waves', pair: pairOf([...repeat(58, 0), 4, 4], repeat(10, 0)), why: 'eight errors are no wave' },
    {
      code: 'fleet-wide-rise',
      pair: { ...pairOf(repeat(60, 10), repeat(10, 10)), ...beside(repeat(10, 15)) },
      why: 'half as much again is within the sensitivity',
    },
    { code: 'restart-burst', pair: pairOf(repeat(60, 0), [10, ...repeat(9, 0)]), why: 'ten errors are no burst' },
    { code: 'still-rising', pair: pairOf(repeat(60, 10), repeat(10, 30)), why: 'high, but not rising' },
    { code: 'still-rising', pair: pairOf(repeat(60, 10), [...repeat(9, 0), 90]), why: 'a single burst at the end' },
    { code: 'still-rising', pair: pairOf(repeat(60, 10), [0, 1, 90, 90]), why: 'too short to have an end' },
  ])('no $code: $why', ({ code, pair }) => {
    expect(findingOf(pair, code)).toBeUndefined();
  });
});
