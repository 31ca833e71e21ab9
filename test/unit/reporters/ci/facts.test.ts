import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { factsOf } from '../../../../src/reporters/ci/facts.js';
import { anyEnding } from '../../../helpers/arbitrary-ending.js';
import { ENDS, ENDINGS } from '../../../helpers/endings.js';

test('every value is plain, not empty and short, whatever the logs say', () => {
  fc.assert(
    fc.property(anyEnding, (ending) => {
      for (const { value } of factsOf(ending)) {
        expect(value).toMatch(/^[\p{L}\p{N}][\p{L}\p{N} .,:/+\-_×≤≥]*$/u);
        expect(value).not.toContain('::');
        expect(value).toBe(value.trim());
        expect(Buffer.byteLength(value)).toBeLessThanOrEqual(500);
      }
    }),
  );
});

test.for([
  { end: 'pass', exitCode: '0' },
  { end: 'rollback', exitCode: '10' },
  { end: 'inconclusive', exitCode: '20' },
  { end: 'error', exitCode: '3' },
] as const)('$end is told as such, with its code', ({ end, exitCode }) => {
  const facts = Object.fromEntries(factsOf(ENDINGS[end]).map(({ name, value }) => [name, value]));
  expect(facts).toMatchObject({ verdict: end, 'exit-code': exitCode, service: 'payments' });
});

test('every end has the same values, so that a pipeline can rely on them', () => {
  const names = ENDS.map((end) => factsOf(ENDINGS[end]).map(({ name }) => name));
  for (const each of names) expect(each).toEqual(['verdict', 'exit-code', 'reason', 'message', 'service']);
});

test('a sentence stays one that can be read', () => {
  const message = 'is 3 × more; (p = 0.01), 50 % – so "x" $(rm -rf /) `id`';
  const failure = { ...ENDINGS.error.failure, message, service: '--rm' };
  expect(factsOf({ kind: 'failed', failure }).slice(3)).toEqual([
    { name: 'message', value: 'No verdict: is 3 × more, p 0.01, 50 per cent - so x , rm -rf / id' },
    { name: 'service', value: 'rm' },
  ]);
});
