import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, afterEach, expect, test } from 'vitest';
import { findConfigFile } from '../../../src/config/find.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'canary-verdict-find-'));
  mkdirSync(path.join(root, 'home/work/repo/deep/down'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const put = (name: string): string => {
  writeFileSync(path.join(root, name), '');
  return path.join(root, name);
};
const found = (from: string) => findConfigFile(path.join(root, from), { HOME: path.join(root, 'home') });

test.for(['canary-verdict.yaml', 'canary-verdict.yml', 'canary-verdict.json'])('%s is found here and above', (name) => {
  const file = put(`home/work/${name}`);
  expect([found('home/work'), found('home/work/repo/deep/down')]).toEqual([file, file]);
});

test('the nearest counts', () => {
  put('home/canary-verdict.yaml');
  const nearer = put('home/work/repo/canary-verdict.json');
  expect(found('home/work/repo/deep')).toBe(nearer);
});

test('the search ends at the home folder', () => {
  put('canary-verdict.yaml');
  expect(found('home/work')).toBeNull();
});

test('and at the root of a repository, whose .git may be a file', () => {
  put('home/work/canary-verdict.yaml');
  put('home/work/repo/.git');
  expect(found('home/work/repo/deep')).toBeNull();
  const own = put('home/work/repo/canary-verdict.yaml');
  expect(found('home/work/repo/deep')).toBe(own);
});

test('two side by side are refused', () => {
  put('home/canary-verdict.yaml');
  put('home/canary-verdict.json');
  expect(() => found('home')).toThrow(/canary-verdict\.yaml and canary-verdict\.json lie side by side/);
});

test('a folder of that name is no file', () => {
  mkdirSync(path.join(root, 'home/canary-verdict.yaml'));
  expect(found('home')).toBeNull();
});

test.runIf(process.getuid?.() === 0)(
  'the file of a stranger is refused, unless the folder is the stranger’s too',
  () => {
    const file = put('home/work/canary-verdict.yaml');
    chownSync(file, 12_345, 12_345);
    expect(() => found('home/work/repo')).toThrow(/belongs to another user/);
    chownSync(path.join(root, 'home/work/repo'), 12_345, 12_345);
    expect(found('home/work/repo')).toBe(file);
  },
);
