import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli, type CliRun } from '../helpers/run-cli.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-demo-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const verdicts = (stdout: string): readonly string[] =>
  [...stdout.matchAll(/^(PASS|ROLLBACK|INCONCLUSIVE) (\w+) +exit code (\d+)$/gm)].map((match) =>
    match.slice(1).join(' '),
  );

/** What must be the same in every run: the reports without the times of the day and of the machine. */
const withoutTimes = (stdout: string): string =>
  stdout
    .replaceAll(/\d{4}-\d{2}-\d{2}[T ]/g, '')
    .replaceAll(/\d{2}:\d{2}(:\d{2})?(Z| UTC)?/g, 'TIME')
    .replaceAll(/^took .*$/gm, 'took');

describe('the demo', () => {
  let first: CliRun;
  beforeAll(async () => {
    first = await runCli(['demo'], { cwd: folder });
  });

  test('judges three releases to three verdicts, and ends well itself', () => {
    expect(first.stderr).toBe('writing the logs …\n');
    expect(first.code).toBe(0);
    expect(verdicts(first.stdout)).toEqual(['PASS checkout 0', 'ROLLBACK payments 10', 'INCONCLUSIVE refunds 20']);
    expect(first.stdout).toContain('but it is a single error');
  });

  test('fits a terminal of 80 columns', () => {
    expect(first.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('each command to try next works as it stands', async () => {
    const [, commands = ''] = first.stdout.split('\nTry next\n');
    const tries = commands
      .split('\n\n')
      .map((text) =>
        text
          .replace(/^# .*$/gm, '')
          .replaceAll(/ *\\\n */g, ' ')
          .trim(),
      )
      .filter((text) => text !== '');
    expect(
      tries.map((command) => command.replace(/^node \S+/, 'canary-verdict').replace(/ --released-at \S+/, '')),
    ).toEqual([
      'canary-verdict judge --url chdb:canary-verdict-demo --service payments --signatures off',
      'canary-verdict judge --url chdb:canary-verdict-demo --service refunds --plain',
      'canary-verdict judge --url chdb:canary-verdict-demo --service checkout --format json',
      'canary-verdict help judge',
      'rm -r canary-verdict-demo',
    ]);
    const codes: (number | null)[] = [];
    for (const command of tries) codes.push(await shell(command));
    expect(codes).toEqual([0, 10, 0, 0, 0]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('tells the same in another folder, at another time', async () => {
    const again = await runCli(['demo', '--dir', path.join(folder, 'again'), '--seed', '1'], { cwd: folder });
    const moved = again.stdout.replaceAll(path.join(folder, 'again'), 'canary-verdict-demo');
    const figures = (stdout: string): readonly string[] =>
      withoutTimes(stdout)
        .split('\n')
        .filter((line) => /^(level|limit|evidence|before|after) /.test(line));
    expect(figures(moved)).toEqual(figures(first.stdout));
  });
});

test("leaves somebody else's folder alone", async () => {
  const taken = path.join(folder, 'taken');
  mkdirSync(taken);
  writeFileSync(path.join(taken, 'thesis.tex'), 'years of work');
  const { code, stdout, stderr } = await runCli(['demo', '--dir', taken]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^error: .*taken is not empty.*\n {2}.*--dir.*\n$/);
  expect(readdirSync(taken)).toEqual(['thesis.tex']);
});

test('refuses a seed that is no whole number', async () => {
  const { code, stdout, stderr } = await runCli(['demo', '--dir', path.join(folder, 'seed'), '--seed', '1.5']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('--seed "1.5" is not a whole number');
});

/** Runs a line in a shell, as somebody does who copies it, and answers its exit code. */
function shell(line: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', line], { cwd: folder, stdio: 'ignore' });
    child.on('error', reject);
    child.on('exit', resolve);
  });
}
