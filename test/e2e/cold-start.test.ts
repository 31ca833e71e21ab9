import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../helpers/run-cli.js';

const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-cold-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

const watcher = path.join(folder, 'watcher.cjs');
writeFileSync(
  watcher,
  `const fs = require('node:fs');
const Module = require('node:module');
const load = Module._load;
Module._load = function (name, ...rest) {
  fs.appendFileSync(process.env.LOADED, name + '\\n');
  return load.call(this, name, ...rest);
};\n`,
);
const series = path.join(folder, 'series.json');
writeFileSync(series, JSON.stringify({ bucketSeconds: 30, before: Array(60).fill(10), after: Array(10).fill(30) }));

/** What a run of the program loads, parts of its own without the hash in their names. */
async function loadedBy(words: readonly string[]): Promise<readonly string[]> {
  const loaded = path.join(mkdtempSync(path.join(folder, 'run-')), 'loaded.txt');
  await runCli(words, { env: { NODE_OPTIONS: `--require ${watcher}`, LOADED: loaded } });
  const names = readFileSync(loaded, 'utf8').trim().split('\n');
  return names.map((name) => path.basename(name).replace(/^node:|-.{8}\.js$/, ''));
}

describe('what a cold start loads', () => {
  it('the program and the judgement, and none of the libraries of Node that take milliseconds', async () => {
    const names = await loadedBy(['judge', '--series', series]);
    expect(names).toEqual(expect.arrayContaining(['program', 'judge']));
    const dear = new Set(['child_process', 'crypto', 'http', 'https', 'net', 'stream', 'tls', 'zlib']);
    expect(names.filter((name) => dear.has(name))).toEqual([]);
    const unasked = new Set(['client', 'html', 'markdown', 'notify', 'runbooks', 'table-source']);
    expect(names.filter((name) => unasked.has(name))).toEqual([]);
  });

  it('no parser of flags for --version', async () => {
    const names = await loadedBy(['--version']);
    expect(names).toContain('fs');
    expect(names).not.toContain('program');
  });
});
