import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareFolder } from '../../../src/demo/folder.js';

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'canary-verdict-folder-'));
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

test('a new folder is made, an empty one is taken, an earlier demo is replaced', () => {
  const folder = path.join(parent, 'a/b');
  prepareFolder(folder, { seed: 7 });
  expect(readdirSync(folder)).toEqual(['canary-verdict-demo.json']);
  writeFileSync(path.join(folder, 'old'), '');
  prepareFolder(folder, { seed: 7 });
  expect(readdirSync(folder)).toEqual(['canary-verdict-demo.json']);
  mkdirSync(path.join(parent, 'empty'));
  prepareFolder(path.join(parent, 'empty'), { seed: 7 });
});

test("somebody else's files are left alone", () => {
  writeFileSync(path.join(parent, 'thesis.tex'), 'years of work');
  expect(() => prepareFolder(parent, { seed: 7 })).toThrow(/not empty, and not a folder of the demo/);
  expect(existsSync(path.join(parent, 'thesis.tex'))).toBe(true);
});

test('a file in the place of the folder is told, and left alone', () => {
  const file = path.join(parent, 'file');
  writeFileSync(file, 'x');
  expect(() => prepareFolder(file, { seed: 7 })).toThrow(/Cannot read the folder/);
  expect(() => prepareFolder(path.join(file, 'below'), { seed: 7 })).toThrow(/Cannot (read|write)/);
  expect(existsSync(file)).toBe(true);
});
