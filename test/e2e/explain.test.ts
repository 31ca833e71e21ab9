import { expect, test } from 'vitest';
import { runCli } from '../helpers/run-cli.js';

test('a code is explained, queries whole', async () => {
  const { code, stdout, stderr } = await runCli(['explain', 'too-few-errors'], { env: { COLUMNS: '60' } });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^too-few-errors: Over the limit, but too few errors to be sure\n/);
  for (const part of ['Impact: ', '\nDiagnose\n  1. ', '\nDo\n  1. ', '     FROM otel_logs\n', '--wait 15m']) {
    expect(stdout).toContain(part);
  }
});

test('a query that comes last leaves one blank line behind it', async () => {
  const { stdout } = await runCli(['explain', 'errors-over-limit']);
  expect(stdout).toMatch(/\S\n\nDo\n/);
});

test('all codes of a run are explained at once', async () => {
  const { code, stdout } = await runCli(['explain', 'single-burst', 'refused', '--format', 'json']);
  const found = JSON.parse(stdout) as readonly { readonly code: string }[];
  expect([code, found.map((runbook) => runbook.code)]).toEqual([0, ['single-burst', 'refused']]);
});

test('without a code all are listed', async () => {
  const { code, stdout } = await runCli(['explain']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^errors-over-limit +More errors than the limit allows$/m);
  expect(stdout).toMatch(/^unknown-table +There is no such table$/m);
});

test('a code that is none names the nearest', async () => {
  const { code, stdout, stderr } = await runCli(['explain', 'error-over-limits']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('Did you mean errors-over-limit?');
});
