import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLI } from '../helpers/run-cli.js';

let folder = '';
let judge = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-output-'));
  const series = path.join(folder, 'series.json');
  writeFileSync(series, JSON.stringify({ bucketSeconds: 30, before: Array(60).fill(10), after: Array(10).fill(30) }));
  judge = `"${process.execPath}" "${CLI}" judge --series "${series}"`;
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a line of bash, where the code of each process of a pipe can be told. */
function bash(line: string): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

test('a reader that closes its end does not change the verdict', () => {
  const { stdout, stderr } = bash(`${judge} | true; echo "code \${PIPESTATUS[0]}"`);
  expect({ stdout, stderr }).toEqual({ stdout: 'code 10\n', stderr: '' });
});

test('the report is whole in a file and through a slow pipe', () => {
  const { stdout } = bash(`${judge} > "${folder}/report"; ${judge} | (sleep 0.3; wc -l); wc -l < "${folder}/report"`);
  const [piped, written] = stdout.trim().split('\n').map(Number);
  expect(piped).toBeGreaterThan(15);
  expect(written).toBe(piped);
});

test.skipIf(!existsSync('/dev/full'))('a report that cannot be written is neither a pass nor a rollback', () => {
  const { code, stderr } = bash(`${judge} > /dev/full`);
  expect({ code, stderr }).toEqual({ code: 70, stderr: 'error: the output cannot be written: ENOSPC\n' });
});

test('compiled code of another V8 is passed over', () => {
  // V8 takes compiled code only for the flags it was made with.
  const { code, stdout } = bash(judge.replace(' "', ' --stack-size=900 "'));
  expect(code).toBe(10);
  expect(stdout).toMatch(/^ROLLBACK /);
});
