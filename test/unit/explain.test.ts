import { expect, test } from 'vitest';
import { Interrupted, SourceError, UserError } from '../../src/errors.js';
import { codeOfFailedSource, codeOfVerdict } from '../../src/exit-codes.js';
import { codeOfError, explain } from '../../src/explain.js';

test.for([
  { error: new UserError('no service is named', 'Give --service NAME.'), code: 2, why: 'a mistake of a person' },
  { error: new SourceError('refused', 'db refused', 'Check --url.'), code: 3, why: 'a source that failed' },
  { error: new Interrupted('SIGINT'), code: 130, why: 'Ctrl-C' },
  { error: new Interrupted('SIGTERM'), code: 143, why: 'a stopped job' },
  { error: new TypeError('x is undefined'), code: 70, why: 'a bug' },
  { error: 'thrown text', code: 70, why: 'a bug that throws no error' },
])('$why ends with $code', ({ error, code }) => expect(codeOfError(error)).toBe(code));

test('a mistake is one line and a hint, whatever the text holds', () => {
  const error = new UserError('cannot read a\nb\u001B[31m\u202E.json', 'Check\tit.');
  expect(explain(error)).toBe('error: cannot read a b [31m .json\n  Check it.\n');
});

test('a bug is shown whole, with its stack and its cause', () => {
  const shown = explain(new Error('the sum is wrong', { cause: new RangeError('minus one') }));
  expect(shown).toMatch(/^bug in canary-verdict/);
  expect(shown).toMatch(/the sum is wrong\n\s+at /);
  expect(shown).toContain('RangeError: minus one');
});

test.for([
  { verdict: 'pass', mapping: 'rollback', code: 0 },
  { verdict: 'rollback', mapping: 'pass', code: 10 },
  { verdict: 'inconclusive', mapping: null, code: 20 },
  { verdict: 'inconclusive', mapping: 'pass', code: 0 },
  { verdict: 'inconclusive', mapping: 'rollback', code: 10 },
] as const)('$verdict with --if-inconclusive $mapping ends with $code', ({ verdict, mapping, code }) => {
  expect(codeOfVerdict(verdict, { inconclusive: mapping, sourceFailed: null })).toBe(code);
});

test.for([
  { mapping: null, code: 3 },
  { mapping: 'pass', code: 0 },
  { mapping: 'rollback', code: 10 },
] as const)('a failed source with --if-error $mapping ends with $code', ({ mapping, code }) => {
  expect(codeOfFailedSource({ inconclusive: null, sourceFailed: mapping })).toBe(code);
});
