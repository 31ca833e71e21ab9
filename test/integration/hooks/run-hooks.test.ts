import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noticeOfFailure, noticeOfReport, type Notice } from '../../../src/core/notice.js';
import { HOOK_DEFAULTS, type Hook } from '../../../src/hooks/hook.js';
import { hooksFor, runHooks } from '../../../src/hooks/run-hooks.js';
import { reportOf } from '../../helpers/reports.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-run-hooks-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const context = { environment: null, reportUrl: null, runbooks: {} };
const rollback = noticeOfReport(reportOf(Array<number>(60).fill(2), Array<number>(10).fill(30)), context);

function hook(on: Hook['on'], shell: string, changes: Partial<Hook> = {}): Hook {
  return { on, command: { shell }, ...HOOK_DEFAULTS, ...changes };
}

async function run(hooks: readonly Hook[], notice: Notice = rollback) {
  let stderr = '';
  const pauses: number[] = [];
  const world = {
    env: { PATH: process.env['PATH'] },
    stderr: {
      write: (text: string) => {
        stderr += text;
      },
    },
    sleep: (ms: number) => {
      pauses.push(ms);
      return Promise.resolve();
    },
  };
  const failures = await runHooks(hooks, { notice, json: '{}', reportFile: '' }, world, new AbortController().signal);
  return { failures, stderr, pauses };
}

test('hooks run in their order, and one that fails does not stop the next', async () => {
  const { failures, stderr } = await run([
    hook('rollback', 'echo one; exit 1'),
    hook('pass', 'echo never'),
    hook('rollback', 'echo two; echo three >&2'),
  ]);
  expect(failures).toEqual(['on-rollback hook (shell line) failed: it ended with code 1']);
  expect(stderr).toBe(
    [
      'on-rollback | one',
      'error: on-rollback hook (shell line) failed: it ended with code 1',
      '  THE CANARY MAY STILL BE RUNNING: roll it back by hand. The exit code stays 10.',
      'on-rollback | two',
      'on-rollback | three',
      '',
    ].join('\n'),
  );
});

test('a hook is tried again as often as it may be, with longer and longer pauses', async () => {
  const counter = path.join(folder, 'third');
  const third = `echo x >> ${counter}; test $(wc -l < ${counter}) -ge 3`;
  expect(await run([hook('rollback', third, { retries: 5 })])).toMatchObject({ failures: [], pauses: [1000, 2000] });
  expect(readFileSync(counter, 'utf8')).toBe('x\nx\nx\n');

  const never = await run([hook('rollback', 'exit 9', { retries: 7 })]);
  expect(never.failures).toEqual(['on-rollback hook (shell line) failed: it ended with code 9, after 8 tries']);
  expect(never.pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

test('a time-out is told in seconds, a missing command by its name and without its arguments', async () => {
  const { failures } = await run([
    hook('rollback', 'sleep 30', { timeoutMs: 200 }),
    hook('rollback', '', { command: { argv: ['no-such-command', '--token=hunter2'] } }),
  ]);
  expect(failures).toEqual([
    'on-rollback hook (shell line) failed: it took longer than 0.2 s and was ended',
    'on-rollback hook (no-such-command) failed: it could not be started: no such command',
  ]);
});

test('hostile names and messages reach a hook as data and run nothing', async () => {
  const hostile = `'; touch ${folder}/pwned; $(touch ${folder}/pwned) \`touch ${folder}/pwned\` \u0000\n::error::x`;
  const notice = { ...rollback, service: hostile, sentence: hostile };
  const { stderr } = await run([hook('rollback', 'printf "%s\\n" "$CANARY_VERDICT_SERVICE"; ls ' + folder)], notice);
  expect(stderr).toContain("on-rollback | '; touch");
  expect(stderr).not.toContain('\non-rollback | pwned');
});

const hooks = [hook('pass', 'p'), hook('rollback', 'r'), hook('inconclusive', 'i'), hook('error', 'e')];
const failure = { service: null, code: 'refused', message: 'nobody listens', hint: '' };

test.for([
  { notice: rollback, runs: ['rollback'], why: 'the verdict is the code' },
  { notice: { ...rollback, occasion: 'pass', exitCode: 0 }, runs: ['pass'], why: 'a pass' },
  { notice: { ...rollback, occasion: 'inconclusive', exitCode: 20 }, runs: ['inconclusive'], why: 'not mapped' },
  {
    notice: { ...rollback, occasion: 'inconclusive', exitCode: 10 },
    runs: ['rollback', 'inconclusive'],
    why: '--if-inconclusive rollback rolls back, and then says that it was inconclusive',
  },
  { notice: noticeOfFailure({ ...failure, exitCode: 3 }, context), runs: ['error'], why: 'the source failed' },
  {
    notice: noticeOfFailure({ ...failure, exitCode: 0 }, context),
    runs: ['pass', 'error'],
    why: '--if-error pass carries on, and then says that the source failed',
  },
] as const)('which hooks run: $why', ({ notice, runs }) => {
  expect(hooksFor(hooks, notice).map(({ on }) => on)).toEqual(runs);
});
