import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLI, runCli } from '../helpers/run-cli.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-report-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const repeat = (times: number, count: number) => Array<number>(times).fill(count);
const SERIES = {
  rollback: { id: 'payments', bucketSeconds: 30, before: repeat(60, 0), after: [9, 8, 9, 9, 8, 9, 9, 8, 9, 9] },
  pass: { bucketSeconds: 30, before: repeat(60, 10), after: repeat(10, 15) },
  inconclusive: { bucketSeconds: 30, before: repeat(60, 10), after: [...repeat(5, 10), null, ...repeat(4, 10)] },
} as const;
const CODES = { rollback: 10, pass: 0, inconclusive: 20 } as const;
const verdicts = ['rollback', 'pass', 'inconclusive'] as const;

const judge = async (series: object, ...args: readonly string[]) =>
  runCli(['judge', '--series', '-', ...args], { input: JSON.stringify(series) });

test.for(verdicts)('a JSON report of a %s fits the published schema, alone on stdout', async (verdict) => {
  const { stdout: schema } = await runCli(['schema', 'report']);
  const run = await judge(SERIES[verdict], '--format', 'json');
  expect(run).toMatchObject({ code: CODES[verdict], stderr: '' });
  const report: unknown = JSON.parse(run.stdout);
  const validate = new Ajv2020({ strict: true, allErrors: true, validateFormats: false }).compile(
    JSON.parse(schema) as object,
  );
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  expect(report).toMatchObject({ schemaVersion: 1, verdict, exitCode: CODES[verdict] });
});

test('the schema in the package is the one that is printed', async () => {
  const { stdout } = await runCli(['schema', 'report']);
  expect(readFileSync(path.resolve(path.dirname(CLI), '../report.schema.json'), 'utf8')).toBe(stdout);
});

test.for(verdicts)('a saved report of a %s is judged to the same verdict, by its own rule', async (verdict) => {
  const rule = ['--sensitivity', '1.4', '--warm-up', '60s'];
  const first = await judge(SERIES[verdict], '--format', 'json', ...rule);
  const again = await runCli(['judge', '--series', '-', '--format', 'json'], { input: first.stdout });
  const { verdict: sameVerdict, reasons, rule: sameRule } = JSON.parse(first.stdout) as Record<string, unknown>;
  expect(JSON.parse(again.stdout)).toMatchObject({ verdict: sameVerdict, reasons, rule: sameRule });
  expect(again.code).toBe(first.code);
});

test('a report of more than 3 MiB arrives whole through a pipe that is read slowly', async () => {
  const series = { bucketSeconds: 1, before: repeat(400_000, 12_345), after: repeat(400, 12_345) };
  const child = spawn(process.execPath, [CLI, 'judge', '--series', '-', '--format', 'json']);
  child.stdin.end(JSON.stringify(series));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) {
    chunks.push(chunk as Buffer);
    if (chunks.length % 8 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const text = Buffer.concat(chunks).toString('utf8');
  expect(text.length).toBeGreaterThan(3 * 1024 * 1024);
  expect(
    (JSON.parse(text) as { series: typeof series & { before: { errors: number[] } } }).series.before.errors,
  ).toHaveLength(400_000);
});

test('a reader that goes away is no crash', async () => {
  const series = { bucketSeconds: 1, before: repeat(400_000, 1), after: repeat(400, 1) };
  const child = spawn(process.execPath, [CLI, 'judge', '--series', '-', '--format', 'json']);
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  child.stdin.end(JSON.stringify(series));
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect([code, stderr]).toEqual([0, '']);
});

test('--output takes the report, without colours, and leaves stdout empty', async () => {
  const file = path.join(folder, 'report.txt');
  const run = await runCli(['judge', '--series', '-', '--output', file], {
    input: JSON.stringify(SERIES.rollback),
    env: { FORCE_COLOR: '1' },
  });
  expect(run).toMatchObject({ code: 10, stdout: '', stderr: '' });
  expect(readFileSync(file, 'utf8')).toMatch(/^ROLLBACK payments/);
});

test('a report that cannot be written goes to stdout instead, and the verdict stands', async () => {
  const run = await runCli(['judge', '--series', '-', '--output', '/dev/full'], {
    input: JSON.stringify(SERIES.rollback),
  });
  expect(run.code).toBe(10);
  expect(run.stderr).toMatch(/^warning: cannot write \/dev\/full/);
  expect(run.stdout).toMatch(/^ROLLBACK payments/);
});

test.for([
  { env: { FORCE_COLOR: '1' }, args: [], colored: true },
  { env: { FORCE_COLOR: '1' }, args: ['--no-color'], colored: false },
  { env: { NO_COLOR: '1' }, args: [], colored: false },
  { env: {}, args: [], colored: false },
] as const)('colour with $env $args: $colored', async ({ env, args, colored }) => {
  const run = await runCli(['judge', '--series', '-', ...args], { env, input: JSON.stringify(SERIES.pass) });
  expect(run.stdout.includes('\u001B[')).toBe(colored);
});

test('without UTF-8 the report is plain ASCII', async () => {
  const run = await runCli(['judge', '--series', '-'], { env: { LANG: 'C' }, input: JSON.stringify(SERIES.rollback) });
  // oxlint-disable-next-line no-control-regex
  expect(run.stdout).toMatch(/^[\x00-\x7F]+$/);
});

test.for([
  { mapping: 'pass', code: 0 },
  { mapping: 'rollback', code: 10 },
])('--if-inconclusive $mapping changes the code, not the verdict', async ({ mapping, code }) => {
  const args = ['--format', 'json', '--if-inconclusive', mapping];
  const unsure = await judge(SERIES.inconclusive, ...args);
  expect(unsure.code).toBe(code);
  expect(JSON.parse(unsure.stdout)).toMatchObject({ verdict: 'inconclusive', exitCode: code });
  expect((await judge(SERIES.rollback, ...args)).code).toBe(10);
  expect((await judge(SERIES.pass, ...args)).code).toBe(0);
});

test('--bucket widens recorded buckets', async () => {
  const fine = { bucketSeconds: 10, before: repeat(180, 1), after: repeat(30, 1) };
  const run = await judge(fine, '--bucket', '30s', '--format', 'json');
  expect(JSON.parse(run.stdout)).toMatchObject({ bucketSeconds: 30, series: { before: { errors: repeat(60, 3) } } });
});

test('--plain is the bare comparison', async () => {
  const single = { bucketSeconds: 30, before: repeat(60, 0), after: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0] };
  expect((await judge(single)).code).toBe(20);
  expect((await judge(single, '--plain')).code).toBe(10);
});

test('--version needs nothing else', async () => {
  const { version } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8')) as {
    version: string;
  };
  expect(await runCli(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  expect(await runCli(['-V'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('series written by hand in a file work like stdin', async () => {
  const file = path.join(folder, 'series.json');
  writeFileSync(file, JSON.stringify(SERIES.rollback, null, 2));
  expect((await runCli(['judge', '--series', file])).code).toBe(10);
  expect((await runCli(['--series', file])).code).toBe(10);
});
