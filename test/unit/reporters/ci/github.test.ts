import * as fc from 'fast-check';
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { githubReport } from '../../../../src/reporters/ci/github.js';
import type { Ending } from '../../../../src/core/ending.js';
import { markdownReport } from '../../../../src/reporters/markdown.js';
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

/** What the Markdown report folds long parts with. */
const OUR_TAGS = /^(?:<\/?details>|<summary>[\w ,()]*|<\/summary>|)$/;

test('the summary is far under 1024 KiB, and Markdown sees no tag in it but ours', () => {
  fc.assert(
    fc.property(anyEnding, (ending) => {
      const { summary } = textsOf(ending);
      expect(Buffer.byteLength(summary)).toBeLessThan(128 * 1024);
      const tags: string[] = [];
      void marked.walkTokens(marked.lexer(summary), (token) => {
        if (token.type === 'html') tags.push(...token.raw.split(/(?=<)|\n/));
        expect(token.type).not.toBe('image');
      });
      for (const tag of tags) expect(tag).toMatch(OUR_TAGS);
    }),
  );
});

test('the summary of a rollback is the Markdown report, and without a verdict it says so', () => {
  expect(textsOf(ENDINGS.rollback).summary).toBe(`${markdownReport(ENDINGS.rollback.report)}\n`);
  expect(textsOf(ENDINGS.error).summary).toMatch(
    /^## ⚠️ NO VERDICT\n\n```text\npayments: No verdict: clickhouse:8123 refused/,
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
