import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const RUN = path.resolve(import.meta.dirname, '../../examples/full-road/run.ts');

let parent = '';
beforeAll(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'canary-verdict-road-'));
});
afterAll(() => {
  rmSync(parent, { recursive: true, force: true });
});

function start(folder: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', RUN, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (text += piece.toString()));
  return { child, exit: once(child, 'exit'), said: () => text };
}

/** Processes that were told of this folder. */
function left(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    })
    .filter((command) => command.includes(folder));
}

test(
  'a good release passes, a bad one is rolled back early, and nothing is left running',
  { timeout: 180_000 },
  async () => {
    const folder = path.join(parent, 'whole');
    const { exit, said } = start(folder);
    const [code] = (await exit) as [number | null];
    const text = said();
    // With the whole text, because a run takes a minute.
    expect(text, text).toMatch(/^PASS payments +exit code 0$/m);
    expect(text, text).toMatch(/^ROLLBACK payments +exit code 10$/m);
    // It did not wait for the end of the window.
    expect(text).toMatch(/^runbook .*early-rollback/m);
    expect(text).toContain('rollback.sh: payments runs 1.1.0 again');
    expect(text).toContain('== 1.1.0 ended with 0, 2.0.0 with 10; payments runs 1.1.0\n');
    expect(text.split('\n').slice(-3, -1)).toEqual([`file://${folder}/1.1.0.html`, `file://${folder}/2.0.0.html`]);
    expect(code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['1.1.0.html', '2.0.0.html', 'version']);
    expect(readFileSync(path.join(folder, '2.0.0.html'), 'utf8')).toMatch(/rollback/i);
    expect(left(folder)).toEqual([]);
  },
);

test('an interruption ends every process', async () => {
  const folder = path.join(parent, 'interrupted');
  const { child, exit, said } = start(folder);
  while (!said().includes('something to compare with')) await new Promise((resolve) => void setTimeout(resolve, 50));
  expect(left(folder).length).toBe(4);
  child.kill('SIGINT');
  expect(await exit).toEqual([130, null]);
  await expect.poll(() => left(folder)).toEqual([]);
});

test('a folder that is there is left alone', async () => {
  const { exit, said } = start(parent);
  const [code] = (await exit) as [number | null];
  expect([code, said().includes('EEXIST')]).toEqual([1, true]);
});
