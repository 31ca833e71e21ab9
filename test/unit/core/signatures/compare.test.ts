import { describe, expect, test } from 'vitest';
import { judgeSignatures } from '../../../../src/core/judges/signatures.js';
import { matchesPattern } from '../../../../src/core/signatures/allow.js';
import { compareSignatures } from '../../../../src/core/signatures/compare.js';
import { identityOf } from '../../../../src/core/signatures/identity.js';
import type { SignatureGroup, SignatureReading } from '../../../../src/core/signatures/reading.js';

const COMPARING = { exposure: 1 / 6, sensitivity: 2, allow: [] };
const NEWNESS = { judgedBuckets: 9, bucketSeconds: 30, budget: 1 };

function group(changes: Partial<SignatureGroup>): SignatureGroup {
  return {
    keys: [],
    template: 'card declined',
    exception: '',
    sample: 'card declined',
    before: 0,
    after: 0,
    judged: changes.after ?? 0,
    occasions: Math.min(changes.after ?? 0, 9),
    elsewhereBefore: 0,
    elsewhereAfter: 0,
    between: 0,
    lookBack: 0,
    firstMs: Date.UTC(2026, 2, 1),
    instances: [],
    ...changes,
  };
}

function reading(...groups: readonly SignatureGroup[]): SignatureReading {
  return { groups, total: groups.length, unseen: 0, novelties: 0, pastBuckets: 2940, watchedBuckets: 2205 };
}

describe('a signature', () => {
  test.for([
    { status: 'new', counts: { after: 1 }, why: 'nobody ever wrote it before' },
    { status: 'known', counts: { after: 1, before: 1 }, why: 'it was there before the release' },
    { status: 'known', counts: { after: 9, lookBack: 1 }, why: 'it was there in the look-back' },
    { status: 'known', counts: { after: 2, elsewhereBefore: 1 }, why: 'another instance had it' },
    { status: 'known', counts: { after: 20, before: 60 }, why: '20 where 10 are usual are within twice the usual' },
    { status: 'surged', counts: { after: 40, before: 60 }, why: '40 where 10 are usual' },
    { status: 'known', counts: { after: 3, before: 3 }, why: 'three where a half is usual may be chance' },
    { status: 'gone', counts: { before: 60 }, why: 'it stopped' },
  ] as const)('is $status: $why', ({ status, counts }) => {
    const [compared] = compareSignatures(reading(group(counts)), COMPARING);
    expect(compared?.signature.status).toBe(status);
  });

  test('of a canary that did not exist before is held against the others’ past', () => {
    const groups = [
      group({ after: 20, elsewhereBefore: 60 }),
      group({ template: 'x', after: 40, elsewhereBefore: 60 }),
    ];
    const statuses = compareSignatures(reading(...groups), COMPARING).map(({ signature }) => signature.status);
    expect(statuses).toEqual(['surged', 'known']);
  });

  test('keeps its name from run to run', () => {
    expect(identityOf('')).toBe('cbf29ce484222325');
    expect(identityOf('a')).toBe('af63dc4c8601ec8c');
  });
});

test('new ones come first, then those that surged, each by count', () => {
  const groups = [
    group({ template: 'gone', before: 9 }),
    group({ template: 'often', after: 100, before: 600 }),
    group({ template: 'surged', after: 40, before: 60 }),
    group({ template: 'new 1', after: 1 }),
    group({ template: 'new 5', after: 5 }),
  ];
  const order = compareSignatures(reading(...groups), COMPARING).map(({ signature }) => signature.template);
  expect(order).toEqual(['new 5', 'new 1', 'surged', 'often', 'gone']);
});

describe('the judge', () => {
  const judged = (
    given: SignatureReading,
    { allow = [], mode = 'judge' }: { readonly allow?: readonly string[]; readonly mode?: 'judge' | 'explain' } = {},
  ) =>
    judgeSignatures(compareSignatures(given, { ...COMPARING, allow }), given, NEWNESS, mode).map(
      ({ code, outcome }) => [code, outcome],
    );

  test('rolls back for a new error, and only notes one that surged', () => {
    const given = reading(group({ after: 5 }), group({ template: 'surged', after: 40, before: 60 }));
    expect(judged(given)).toEqual([
      ['new-error', 'fail'],
      ['signature-surged', 'note'],
    ]);
    expect(judged(given, { mode: 'explain' })[0]).toEqual(['new-error', 'note']);
  });

  test('says nothing of what is allowed, by template, line or exception', () => {
    const given = reading(group({ after: 5, exception: 'CardException', sample: 'card 17 declined' }));
    for (const pattern of ['card*', 'card 17 *', 'CardException'])
      expect(judged(given, { allow: [pattern] })).toEqual([]);
    expect(judged(given, { allow: ['declined'] })).toEqual([['new-error', 'fail']]);
  });

  test('tells a doubt, and nothing of one or two lines', () => {
    expect(judged(reading(group({ after: 5, elsewhereAfter: 1 })))).toEqual([['new-error-in-doubt', 'note']]);
    expect(judged(reading(group({ after: 2 })))).toEqual([]);
  });
});

test.for([
  { text: 'connection reset by peer', pattern: 'connection reset by *', matches: true },
  { text: 'connection reset by peer', pattern: 'reset', matches: false },
  { text: 'connection reset by peer', pattern: '*reset*', matches: true },
  { text: 'aXbXc', pattern: 'a*b*c', matches: true },
  { text: 'ab', pattern: 'ab*b', matches: false },
  { text: 'a.c', pattern: 'a?c', matches: false },
  { text: 'abc', pattern: 'abc', matches: true },
  { text: '', pattern: '*', matches: true },
])('$pattern allows $text: $matches', ({ text, pattern, matches }) => {
  expect(matchesPattern(text, pattern)).toBe(matches);
});
