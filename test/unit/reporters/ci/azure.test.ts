import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { azureReport } from '../../../../src/reporters/ci/azure.js';
import type { Ending } from '../../../../src/core/ending.js';
import { anyEnding } from '../../../helpers/arbitrary-ending.js';
import { ENDINGS } from '../../../helpers/endings.js';

const env = { AGENT_TEMPDIRECTORY: '/agent/_temp' };
const commandsOf = (ending: Ending) => azureReport(ending, { env, folder: null }).at(-1)?.text ?? '';

const COMMANDS = new RegExp(
  [
    String.raw`^(?:##vso\[task\.setvariable variable=(?:verdict|exitCode|reason|message|service);isOutput=true\][^#\r\n]+\n){5}`,
    String.raw`(?:##vso\[task\.logissue type=(?:error|warning);code=[^;\]\r\n]*\](?:(?!##vso\[)[^\r\n])+\n)?`,
    String.raw`##vso\[task\.uploadsummary\]/agent/_temp/canary-verdict-[A-Za-z0-9-]*\.md\n$`,
  ].join(''),
  'i',
);

test('the log gets our commands alone, one a line, whatever the logs say', () => {
  fc.assert(
    fc.property(anyEnding, (ending) => {
      expect(commandsOf(ending)).toMatch(COMMANDS);
    }),
  );
});

test.for([
  { end: 'pass', issue: null },
  { end: 'rollback', issue: '##vso[task.logissue type=error;code=errors-over-limit]' },
  { end: 'inconclusive', issue: '##vso[task.logissue type=warning;code=after-not-covered]' },
  { end: 'error', issue: '##vso[task.logissue type=error;code=refused]No verdict: clickhouse:8123 refused' },
] as const)('$end: $issue', ({ end, issue }) => {
  const lines = commandsOf(ENDINGS[end]).split('\n');
  expect(lines[0]).toBe(`##vso[task.setvariable variable=verdict;isOutput=true]${end}`);
  expect(lines.some((line) => line.startsWith(issue ?? '##vso[task.logissue'))).toBe(issue !== null);
});

test('the summary is written where the agent will look for it, before it is told to', () => {
  const [summary, commands] = azureReport(ENDINGS.rollback, { env, folder: null });
  expect(summary?.place).toEqual({ kind: 'file', path: '/agent/_temp/canary-verdict-payments.md' });
  expect(commands?.text).toContain('##vso[task.uploadsummary]/agent/_temp/canary-verdict-payments.md\n');
});

test('without a folder for it there is no summary', () => {
  const made = azureReport(ENDINGS.rollback, { env: {}, folder: null });
  expect(made.map(({ name }) => name)).toEqual(['commands']);
  expect(made[0]?.text).not.toContain('uploadsummary');
});

test('a per cent sign, a bracket and a semicolon are escaped as the agent’s own library does', () => {
  const failure = { ...ENDINGS.error.failure, code: 'a]b;c', message: '50 %0A' };
  expect(commandsOf({ kind: 'failed', failure })).toContain(
    '##vso[task.logissue type=error;code=a%5Db%3Bc]No verdict: 50 %AZP250A%0ACheck',
  );
});
