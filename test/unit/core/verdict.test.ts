import { describe, expect, test } from 'vitest';
import { decide, type ReportedFinding, type FindingOutcome } from '../../../src/core/verdict.js';

const finding = (outcome: FindingOutcome, code: string = outcome): ReportedFinding => ({
  judge: 'test',
  code,
  outcome,
  observed: 1,
  limit: 2,
  unit: 'errors',
  because: `It is ${code}.`,
});

describe('decide', () => {
  test.for([
    { outcomes: ['pass'], verdict: 'pass', why: 'one judge content, nobody against' },
    { outcomes: ['pass', 'note'], verdict: 'pass', why: 'a note never counts against' },
    { outcomes: ['fail'], verdict: 'rollback', why: 'one failing judge is enough' },
    { outcomes: ['pass', 'fail', 'note'], verdict: 'rollback', why: 'a pass elsewhere does not outweigh a fail' },
    { outcomes: ['unknown', 'fail'], verdict: 'rollback', why: 'what could not be judged does not excuse what failed' },
    { outcomes: ['pass', 'unknown'], verdict: 'inconclusive', why: 'one judge that could not tell withholds the pass' },
    { outcomes: ['unknown'], verdict: 'inconclusive', why: 'nobody could tell' },
    { outcomes: ['note'], verdict: 'inconclusive', why: 'a note alone is not a pass' },
    { outcomes: [], verdict: 'inconclusive', why: 'no finding at all is not a pass' },
  ] as const)('$verdict: $why', ({ outcomes, verdict }) => {
    expect(decide(outcomes.map((outcome) => finding(outcome))).verdict).toBe(verdict);
  });

  test('the reasons are the findings that decided, in their order', () => {
    const findings = [
      finding('unknown', 'late'),
      finding('pass', 'calm'),
      finding('unknown', 'burst'),
      finding('note', 'cut'),
    ];
    expect(decide(findings).reasons).toEqual([
      { code: 'late', message: 'It is late.' },
      { code: 'burst', message: 'It is burst.' },
    ]);
  });

  test('there is a reason even when there was no finding', () => {
    expect(decide([]).reasons).toEqual([{ code: 'nothing-judged', message: 'No judge had anything to judge.' }]);
  });
});
