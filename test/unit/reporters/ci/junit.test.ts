import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { junitReport } from '../../../../src/reporters/ci/junit.js';
import { anyEnding } from '../../../helpers/arbitrary-ending.js';
import { ENDS, ENDINGS } from '../../../helpers/endings.js';

const schema = readFileSync(path.resolve(import.meta.dirname, '../../../fixtures/junit/jenkins-junit.xsd'), 'utf8');

const errorsIn = async (documents: readonly string[]) => {
  const xml = documents.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
  return (await validateXML({ xml, schema, maxMemoryPages: 4096 })).errors;
};

test('any report is valid by the schema of Jenkins, whatever the logs say', async () => {
  const documents = fc.sample(anyEnding, 200).map(junitReport);
  expect(await errorsIn(documents)).toEqual([]);
});

test('the schema is asked in earnest', async () => {
  expect(await errorsIn([junitReport(ENDINGS.pass).replace('<testcase ', '<testcase colour="red" ')])).not.toEqual([]);
});

test('there is no character in it that XML 1.0 forbids', () => {
  fc.assert(
    fc.property(anyEnding, (ending) => {
      expect(junitReport(ending)).toMatch(/^[\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
    }),
  );
});

test('each finding is a test case with a name of its own', () => {
  fc.assert(
    fc.property(anyEnding, (ending) => {
      const names = [...junitReport(ending).matchAll(/<testcase [^>]* name="([^"]*)"/g)].map(([, name]) => name);
      expect(new Set(names).size).toBe(names.length);
      const findings = ending.kind === 'judged' ? ending.report.findings.length : 1;
      expect(names).toHaveLength(Math.max(1, findings));
    }),
  );
});

test.for([
  { end: 'pass', counts: 'failures="0" errors="0" skipped="0"' },
  { end: 'rollback', counts: 'failures="2" errors="0" skipped="0"' },
  { end: 'inconclusive', counts: 'failures="0" errors="0" skipped="1"' },
  { end: 'error', counts: 'failures="0" errors="1" skipped="0"' },
] as const)('$end: $counts', ({ end, counts }) => {
  expect(junitReport(ENDINGS[end])).toContain(counts);
});

test('a failure tells the sentence, the new error and how to judge again', () => {
  const { reasons, reproduce } = ENDINGS.rollback.report;
  const [, text = ''] = /<failure type="errors-over-limit"[^>]*>([^<]*)</.exec(junitReport(ENDINGS.rollback)) ?? [];
  expect(text.split('\n')).toEqual([
    reasons[0]?.message,
    'New error, 41 lines: NullPointerException: cart of &lt;*&gt; is null',
    'Runbook: canary-verdict explain errors-over-limit',
    `Judge again: ${reproduce}`,
  ]);
});

test('what the errors say stands beside the test cases', () => {
  const [, output] =
    /<\/testcase>\n<system-out>([^<]*)<\/system-out>\n<\/testsuite>/.exec(junitReport(ENDINGS.rollback)) ?? [];
  expect(output).toBe('new: 41 lines since 12:00:31 on web-01: NullPointerException: cart of &lt;*&gt; is null');
  expect(junitReport(ENDINGS.pass)).not.toContain('</testcase>\n<system-out>');
});

test('what is there for each end stands in the properties', () => {
  for (const end of ENDS) expect(junitReport(ENDINGS[end])).toContain(`<property name="verdict" value="${end}"/>`);
});
