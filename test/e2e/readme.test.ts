import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { guardThreshold } from '../../src/core/guard.js';
import { guardLogEvidence } from '../../src/core/statistics/guard-evidence.js';
import { EXIT_CODE } from '../../src/exit-codes.js';
import { badRelease } from '../../examples/readme-picture/bad-release.js';
import { CLI, runCli } from '../helpers/run-cli.js';

const root = path.resolve(import.meta.dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

test('every flag of judge stands in the README, and no other', async () => {
  const { stdout } = await runCli(['help', 'judge']);
  const flagsIn = (text: string) => new Set(text.match(/(?<![\w-])--[a-z][a-z-]+/g));
  const [, section = ''] = /## Flags of `judge`\n([^]*?)\n## /.exec(readme) ?? [];
  const known = flagsIn(stdout);
  known.delete('--help');
  expect([...flagsIn(section)].sort()).toEqual([...known].sort());
});

test('the exit codes in the README are the ones of the program', () => {
  const [, section = ''] = /## Exit codes\n([^]*?)\n## /.exec(readme) ?? [];
  const told = [...section.matchAll(/^\| (\d+)(?: \/ (\d+))? \|/gm)].flatMap(([, one, two]) => [one, two]);
  const codes = told.filter((code) => code !== undefined).map(Number);
  expect(new Set(codes)).toEqual(new Set(Object.values(EXIT_CODE)));
});

test('the numbers worked by hand are those of the picture', () => {
  const { before, after, limit, level } = badRelease().analysis;
  const expected = ((before.errors + after.errors) * after.judged) / (before.used + after.judged);
  for (const number of [before.errors, after.errors, before.errors + after.errors, Math.round(expected)]) {
    expect(readme).toMatch(new RegExp(`\\b${number}\\b`));
  }
  expect(readme).toContain(`2 × ${level?.toFixed(2)} × ${after.judged} = ${limit?.toFixed(1)}`);
});

test('the early rollback worked by hand is the guard’s', () => {
  const evidence = Math.exp(guardLogEvidence({ after: 12, before: 30, exposure: 60 / 1800, ratio: 2, dispersion: 1 }));
  expect(readme).toContain(`times is ${Math.round(evidence).toLocaleString('en')}, far more than ${guardThreshold(1)}`);
});

test('the series on the command line runs as written', async () => {
  const [, command = ''] = /^(echo '\{.*) \| canary-verdict judge --series -$/m.exec(readme) ?? [];
  const shell = `${command} | "${process.execPath}" "${CLI}" judge --series -`;
  await expect(promisify(execFile)('sh', ['-c', shell])).rejects.toMatchObject({ code: EXIT_CODE.rollback });
});

test('the recorded series of the README is one', async () => {
  const [, json = ''] = /```json\n(.*"before": .*)\n```/.exec(readme) ?? [];
  const run = await runCli(['judge', '--series', '-'], { input: json });
  expect([run.code, run.stderr]).toEqual([EXIT_CODE.rollback, '']);
});

test('the library example runs as written', async () => {
  const [, code = ''] = /```ts\n([^]*?)\n```/.exec(readme) ?? [];
  const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-readme-'));
  const entry = path.join(root, 'dist/src/index.js');
  const script = `${code.replace("'canary-verdict'", JSON.stringify(entry))}\nconsole.log(verdict, reasons[0].code);\n`;
  writeFileSync(path.join(folder, 'example.mjs'), script);
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(folder, 'example.mjs')]);
  rmSync(folder, { recursive: true });
  expect(stdout).toBe('rollback errors-over-limit\n');
});

test('the pipelines of the README are excerpts of the examples that are run', () => {
  const [, section = ''] = /## In your pipeline\n([^]*?)\n## /.exec(readme) ?? [];
  const plain = (text: string) => text.split('\n').map((line) => line.trim());
  const chapters = section.split(/^\*\*/m).slice(1);
  expect(chapters).toHaveLength(9);
  for (const chapter of chapters) {
    const [, folder = ''] = /\((examples\/[\w-]+)\)/.exec(chapter) ?? [];
    const files = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => plain(readFileSync(path.join(entry.parentPath, entry.name), 'utf8')).join('\n'));
    const blocks = [...chapter.matchAll(/```\w+\n([^]*?)\n```/g)].map(([, block = '']) => plain(block).join('\n'));
    expect(blocks.length, folder).toBeGreaterThan(0);
    for (const block of blocks)
      expect(
        files.some((file) => file.includes(block)),
        block,
      ).toBe(true);
  }
});
