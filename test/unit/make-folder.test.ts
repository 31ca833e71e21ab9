import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder } from '../../src/make-folder.js';

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-folder-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('folders that are missing are made, all at once and again', async () => {
  const deep = path.join(newFolder(), 'a', 'b', 'c');
  await Promise.all([makeFolder(deep), makeFolder(deep)]);
  await makeFolder(deep);
  expect(statSync(deep).isDirectory()).toBe(true);
});

test('what cannot be made is told', async () => {
  const file = path.join(newFolder(), 'file');
  writeFileSync(file, '');
  await expect(makeFolder(path.join(file, 'below'))).rejects.toMatchObject({ code: 'EEXIST' });
});

test.skipIf(!existsSync('/proc/self'))('/proc lets nothing be made in it (skipped where there is none)', async () => {
  await expect(makeFolder('/proc/nowhere/deeper')).rejects.toMatchObject({ code: 'ENOENT' });
});
