import * as fc from 'fast-check';
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { githubReport } from '../../../../src/reporters/ci/github.js';
import type { Ending } from '../../../../src/core/ending.js';
import { anyEnding } from '../../../helpers/arbitrary-ending.js';
import { ENDINGS } from '../../../helpers/endings.js';

const textsOf = (ending: Ending) => {
  const [summary, outputs, annotations] = githubReport(ending).map(({ text }) => text);
  return { summary: summary ?? '', outputs: outputs ?? '', annotations: annotations ?? '' };
};

test('the annotation is one command of ours on one line, whatever the logs say', () => {
  fc.assert(
    fc.property(anyEnding, (ending) => {
      const { annotations } = textsOf(ending);
      expect(annotations).toMatch(/^::(error|warning|notice) title=[^:,\r\n]*::[^\r\n]*\n$/);
      expect(annotations).not.toContain('##[');
      expect(Buffer.byteLength(annotations)).toBeLessThan(64 * 1024);
    }),
  );
});

test('outputs are five lines of name=value', () => {
  fc.assert(
    fc.property(anyEnding, (ending) => {
      expect(textsOf(ending).outputs).toMatch(/^(?:(?:verdict|exit-code|reason|message|service)=[^\r\n<]+\n){5}$/);
    }),
  );
});

test('the summary is under 1024 KiB, and Markdown sees a heading and a code block in it and nothing else', () => {
  fc.assert(
    fc.property(anyEnding, (ending) => {
      const { summary } = textsOf(ending);
      expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
      expect(
        marked
          .lexer(summary)
          .map(({ type }) => type)
          .filter((type) => type !== 'space'),
      ).toEqual(['heading', 'code']);
    }),
  );
});

test.for([
  { end: 'pass', command: '::notice title=pass payments::' },
  { end: 'rollback', command: '::error title=rollback payments::' },
  { end: 'inconclusive', command: '::warning title=inconclusive payments::' },
  { end: 'error', command: '::error title=error payments::No verdict: clickhouse:8123 refused the connection%0ACheck' },
] as const)('$end: $command', ({ end, command }) => {
  expect(textsOf(ENDINGS[end]).annotations.startsWith(command)).toBe(true);
});

test('the new error stands in the annotation', () => {
  expect(textsOf(ENDINGS.rollback).annotations).toContain(
    '%0ANew error, 41 lines: NullPointerException: cart of <*> is null%0A',
  );
});

test('a per cent sign, a colon and a comma in a title are escaped', () => {
  const failure = { ...ENDINGS.error.failure, service: 'a:b,c%0Ad' };
  expect(textsOf({ kind: 'failed', failure }).annotations).toMatch(/^::error title=error a%3Ab%2Cc%250Ad::/);
});
