import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../helpers/run-cli.js';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'canary-verdict-reports-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const read = (name: string) => readFileSync(path.join(cwd, name), 'utf8');
const input = JSON.stringify({
  id: 'payments',
  bucketSeconds: 30,
  before: Array(60).fill(0),
  after: Array(10).fill(9),
});
const judge = async (args: readonly string[], env = {}) =>
  runCli(['judge', '--series', '-', ...args], { input, cwd, env });

test('in GitHub Actions stdout has the report alone, and the rest goes where it belongs', async () => {
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_OUTPUT: path.join(cwd, 'output'),
    GITHUB_STEP_SUMMARY: path.join(cwd, 'summary'),
  };
  const run = await judge(['--format', 'json', '--report', 'junit'], env);
  expect(run).toMatchObject({
    code: 10,
    stderr: expect.stringMatching(/^::error title=rollback payments::[^\n]+\n$/) as string,
  });
  expect(JSON.parse(run.stdout)).toMatchObject({ verdict: 'rollback' });
  expect(read('output')).toMatch(/^\nverdict=rollback\nexit-code=10\n/);
  expect(read('canary-verdict.xml')).toContain('<testsuite name="canary-verdict payments"');
});

test('in GitLab CI two files lie in the folder of the job', async () => {
  await judge([], { GITLAB_CI: 'true' });
  expect(readdirSync(cwd).sort()).toEqual(['canary-verdict.env', 'canary-verdict.xml']);
});

test.for([[['--no-report']], [['--report', 'none']]] as const)('%j', async ([args]) => {
  const run = await judge(args, { GITLAB_CI: 'true' });
  expect([run.code, run.stderr, readdirSync(cwd)]).toEqual([10, '', []]);
});

test('--no-report before another leaves the other', async () => {
  await judge(['--no-report', '--report', 'text=a.txt'], { GITLAB_CI: 'true' });
  expect(readdirSync(cwd)).toEqual(['a.txt']);
});

test('a report that cannot be written changes neither the verdict nor the code', async () => {
  const run = await judge(['--report', 'json=/dev/null/a.json', '--report', 'text=a.txt']);
  expect(run).toMatchObject({
    code: 10,
    stderr: 'warning: cannot write /dev/null/a.json: part of the path is a file\n',
  });
  expect(read('a.txt')).toBe(run.stdout);
});

test.for([
  { args: [], code: 3, verdict: 'verdict=error\nexit-code=3\n' },
  { args: ['--if-error', 'rollback'], code: 10, verdict: 'verdict=error\nexit-code=10\n' },
] as const)('a source that failed is told as an error: $args', async ({ args, code, verdict }) => {
  const run = await runCli(
    ['--url', 'http://127.0.0.1:9', '--service', 'payments', '--user', 'reader', '--report', 'github=gh', ...args],
    { cwd },
  );
  expect([run.code, run.stdout]).toEqual([code, '']);
  expect(read('gh/outputs')).toContain(verdict);
  expect(read('gh/annotations')).toMatch(/^::error title=error payments::No verdict: /);
});

test('a typo makes no report', async () => {
  const run = await judge(['--report', 'junit', '--sensitivity', 'x']);
  expect([run.code, readdirSync(cwd)]).toEqual([2, []]);
});

test('an unknown report is refused before anything is judged', async () => {
  const run = await judge(['--report', 'htlm=a.html']);
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toMatch(/^error: --report "htlm" is not known\n {2}Give --report one of: auto, none, text, /);
});
