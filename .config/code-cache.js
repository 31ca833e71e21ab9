// Writes what V8 compiles of the program beside its parts, where bin/code-cache.ts looks for it. It is taken while the
// program ends, because only then it holds the functions that a run needs and not their names alone.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SERIES = { bucketSeconds: 30, before: Array(60).fill(10), after: Array(10).fill(30) };

/** Runs the built program once in each way that a pipeline would, and keeps the fullest code of each part. */
export function writeCodeCache(folder) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'canary-verdict-build-'));
  const series = path.join(scratch, 'series.json');
  writeFileSync(series, JSON.stringify(SERIES));
  // Nobody listens on the discard port: that walks as far as a judgement goes without a server.
  const live = [
    'judge',
    '--url',
    'http://127.0.0.1:9',
    '--service',
    'payments',
    '--released-at=-1h',
    '--timeout',
    '1s',
    '--max-lag',
    '0s',
  ];
  const walks = [
    ['judge', '--series', series],
    ['judge', '--series', series, '--format', 'json'],
    [...live, '--dry-run'],
    live,
  ];
  for (const words of walks) run(folder, words);
  rmSync(scratch, { recursive: true });
}

function run(folder, words) {
  const program = path.resolve(folder, 'canary-verdict.js');
  const code = `(${keep.toString()})(require(${JSON.stringify(program)}).runningParts)`;
  const { error, stderr } = spawnSync(process.execPath, ['--eval', code, program, ...words], { encoding: 'utf8' });
  if (error) throw error;
  if (/^bug /m.test(stderr)) throw new Error(stderr);
}

/** Runs inside of the program. */
function keep(runningParts) {
  const fs = require('node:fs');
  process.once('exit', () => {
    for (const [part, script] of runningParts) {
      const compiled = script.createCachedData();
      const file = `${part}.cache`;
      if (!fs.existsSync(file) || fs.statSync(file).size < compiled.length) fs.writeFileSync(file, compiled);
    }
  });
}
