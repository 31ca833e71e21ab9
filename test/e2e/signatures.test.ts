import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../src/core/report.js';
import { runCli } from '../helpers/run-cli.js';

const RELEASE_MS = Date.parse('2026-03-01T12:00:00Z');
const DAY_SECONDS = 86_400;

/** A line of a log file, `at` seconds after the release. */
interface Line {
  readonly at: number;
  readonly level?: string;
  readonly message: string;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const every = (seconds: number, from: number, to: number, message: string, level = 'ERROR'): readonly Line[] =>
  Array.from({ length: Math.ceil((to - from) / seconds) }, (_, index) => ({
    at: from + index * seconds,
    level,
    message: message.replace('N', String(index)),
  }));

const ALIVE = every(5, -1800, 330, 'served N', 'INFO');
const LONG_AGO: Line = { at: -1800 - DAY_SECONDS + 60, level: 'INFO', message: 'started' };

async function judge(lines: readonly Line[], ...flags: readonly string[]) {
  const file = path.join(folder, 'app.ndjson');
  const rows = lines.map(({ at, level = 'ERROR', message }) =>
    JSON.stringify({
      ts: new Date(RELEASE_MS + at * 1000).toISOString(),
      level,
      service: 'pay',
      host: 'web-01',
      message,
    }),
  );
  writeFileSync(file, rows.join('\n'));
  const words = [
    'judge',
    '--logs',
    file,
    '--service',
    'pay',
    '--released-at',
    '2026-03-01T12:00:00Z',
    '--format',
    'json',
  ];
  const { code, stdout, stderr } = await runCli([...words, ...flags]);
  return { code, stderr, report: JSON.parse(stdout) as Report };
}

/** As many errors as before, but each of them says something else. */
const ONLY_A_NEW_CODE = [
  LONG_AGO,
  ...ALIVE,
  ...every(15, -1800, 0, 'order N failed: status 503'),
  ...every(15, 5, 300, 'order N failed: status 500'),
];

test('a new code rolls back where the number of errors stands still', async () => {
  const { code, report } = await judge(ONLY_A_NEW_CODE);
  expect(code).toBe(10);
  expect(report.reasons).toEqual([
    {
      code: 'new-error',
      message:
        'New error “order <*> failed: status 500”: 18 lines in 9 of 9 buckets after the release, none before the release or in the look-back.',
    },
  ]);
  expect(report.signatures?.map(({ status, template, before, after }) => [status, template, before, after])).toEqual([
    ['new', 'order <*> failed: status 500', 0, 20],
    ['gone', 'order <*> failed: status 503', 120, 0],
  ]);
  expect(report.signatures?.[0]).toMatchObject({
    firstSeen: '2026-03-01T12:00:05Z',
    instances: ['web-01'],
    lookBack: 0,
  });
});

test.for([
  { flags: ['--signatures', 'explain'], code: 0, why: 'it is told and not judged' },
  { flags: ['--signatures', 'off'], code: 0, why: 'nobody looks' },
  { flags: ['--allow', '*status 500'], code: 0, why: 'it is known to be harmless' },
  { flags: ['--allow', ''], code: 10, why: 'a variable that is not set names no error' },
  { flags: ['--plain'], code: 0, why: 'plain mode compares numbers alone' },
  { flags: ['--no-samples'], code: 0, why: 'messages are not read' },
  { flags: ['--look-back', '0'], code: 10, why: 'it fills the window, so that half an hour without it is past enough' },
])('$code with $flags: $why', async ({ flags, code }) => {
  const judged = await judge(ONLY_A_NEW_CODE, ...flags);
  expect(judged.code).toBe(code);
  if (flags.includes('--no-samples')) expect(JSON.stringify(judged.report)).not.toContain('status 500');
});

test('a file that says no to messages is obeyed, and a flag says yes again', async () => {
  const file = path.join(folder, 'quiet.yaml');
  writeFileSync(file, 'defaults: { samples: false }', { mode: 0o600 });
  const unread = await judge(ONLY_A_NEW_CODE, '--config', file);
  expect([unread.code, JSON.stringify(unread.report).includes('status 500')]).toEqual([0, false]);
  const read = await judge(ONLY_A_NEW_CODE, '--config', file, '--samples');
  expect([read.code, JSON.stringify(read.report).includes('status 500')]).toEqual([10, true]);
});

test.for([
  { from: 0, reason: 'pipeline-down', why: 'nothing was logged' },
  { from: -600, reason: 'before-not-covered', why: 'most of it is missing' },
])('nothing is known to be new where of the half hour before the release $why', async ({ from, reason }) => {
  const lines = ONLY_A_NEW_CODE.filter(({ at }) => at < -1800 || at >= from);
  const { code, report } = await judge([...lines, ...every(3600, -DAY_SECONDS, -1800, 'served N', 'INFO')]);
  expect([code, report.reasons.map((each) => each.code)]).toEqual([20, expect.arrayContaining([reason])]);
  expect(report.findings.find((finding) => finding.code === 'new-error')).toMatchObject({ outcome: 'note' });
});

test('an error that was known before the window is not new', async () => {
  const { code, report } = await judge([...ONLY_A_NEW_CODE, { at: -20_000, message: 'order 7 failed: status 500' }]);
  expect(code).toBe(0);
  expect(report.signatures?.[0]).toMatchObject({ template: 'order <*> failed: status 500', lookBack: 1 });
});

test('secrets in messages reach nobody', async () => {
  const leak = every(15, 5, 300, `login failed: ${['pass', 'word=hunter2'].join('')} for ada@example.com`);
  const { report, stderr } = await judge([LONG_AGO, ...ALIVE, ...leak]);
  expect(report.signatures?.[0]?.sample).toBe('login failed: password=[redacted] for [redacted]');
  expect(JSON.stringify(report) + stderr).not.toMatch(/hunter2|ada@/);
});

test('the text report tells what errors say', async () => {
  await judge(ONLY_A_NEW_CODE);
  const words = [
    'judge',
    '--logs',
    path.join(folder, 'app.ndjson'),
    '--service',
    'pay',
    '--released-at',
    '2026-03-01T12:00:00Z',
  ];
  const { stdout } = await runCli(words);
  expect(stdout).toMatch(/^new +20 lines since 12:00:05 on web-01: order <\*> failed: status 500$/m);
});
