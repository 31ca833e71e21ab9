import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { runCli } from '../helpers/run-cli.js';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'canary-verdict-earlier-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const at = (name: string) => path.join(cwd, name);
const read = (name: string) => readFileSync(at(name), 'utf8');

/** A server that takes connections and never answers. */
let mute: Server;
beforeAll(async () => {
  mute = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(mute, 'listening');
});
afterAll(() => mute.close());

const series = (after: number) =>
  JSON.stringify({ id: 'payments', bucketSeconds: 30, before: Array(60).fill(10), after: Array(10).fill(after) });

const REPORTS = [
  '--output',
  'verdict.json',
  '--format',
  'json',
  '--report',
  'gitlab=.',
  '--report',
  'html=verdict.html',
];

/** A run that ended with a pass, whose files the next run finds. */
async function pass(): Promise<void> {
  const run = await runCli(['judge', '--series', '-', ...REPORTS], { input: series(10), cwd });
  expect([run.code, JSON.parse(read('verdict.json'))]).toEqual([0, expect.objectContaining({ verdict: 'pass' })]);
}

function expectNoVerdict(): void {
  expect(JSON.parse(read('verdict.json'))).toMatchObject({ verdict: null, reasons: [{ code: 'not-over' }] });
  expect(read('canary-verdict.env')).toMatch(/^CANARY_VERDICT_VERDICT=error\nCANARY_VERDICT_EXIT_CODE=143\n/);
  expect(read('canary-verdict.xml')).toContain('<error type="not-over"');
  expect(read('verdict.html')).toContain('<h1>no verdict</h1>');
}

const live = () => {
  const address = mute.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return [
    'judge',
    '--url',
    `http://127.0.0.1:${address.port}`,
    '--user',
    'reader',
    '--service',
    'payments',
    ...REPORTS,
  ];
};

test.for([
  { ends: 'SIGINT', code: 130 },
  { ends: 'SIGTERM', code: 143 },
  { ends: 'SIGKILL', code: null },
] as const)('$ends leaves no verdict of an earlier run', async ({ ends, code }) => {
  await pass();
  const run = await runCli(live(), {
    cwd,
    whileRunning: (child) => void once(mute, 'connection').then(() => child.kill(ends)),
  });
  expect(run.code).toBe(code);
  expectNoVerdict();
});

test.for([
  { what: 'a value', args: ['--sensitivity', 'x'] },
  { what: 'a flag', args: ['--sensitivty', '3'] },
  { what: 'the configuration file', args: ['--config', 'nowhere.yaml'] },
] as const)('nor does a typo in $what', async ({ args }) => {
  await pass();
  const run = await runCli(['judge', '--series', '-', ...REPORTS, ...args], { input: series(10), cwd });
  expect([run.code, run.stdout]).toEqual([2, '']);
  expectNoVerdict();
});

test('nor do the files that only the configuration file names', async () => {
  writeFileSync(at('verdict.txt'), 'PASS payments');
  writeFileSync(at('canary-verdict.yaml'), 'defaults:\n  reports: { text: verdict.txt }\n');
  const run = await runCli(['judge', '--series', '-', '--service', 'payments', '--sensitivity', 'x'], {
    input: series(10),
    cwd,
  });
  expect(run.code).toBe(2);
  expect(read('verdict.txt')).toMatch(/^payments: No verdict: /);
});

test('what is not there is not written, and an empty file stays empty', async () => {
  writeFileSync(at('verdict.json'), '');
  await runCli([...live(), '--sensitivity', 'x'], { cwd });
  expect([readdirSync(cwd), read('verdict.json')]).toEqual([['verdict.json'], '']);
});

test('an interruption while the hooks run leaves the verdict of this run', async () => {
  const run = await runCli(['judge', '--series', '-', ...REPORTS, '--on-rollback', 'sleep 60'], {
    input: series(90),
    cwd,
    whileRunning: (child) => {
      const poll = setInterval(() => {
        if (!readdirSync(cwd).includes('verdict.html')) return;
        clearInterval(poll);
        child.kill('SIGTERM');
      }, 20);
    },
  });
  expect([run.code, JSON.parse(read('verdict.json'))]).toEqual([143, expect.objectContaining({ verdict: 'rollback' })]);
});

test('the mistake in another command says nothing about a judgement', async () => {
  const env = { GITLAB_CI: 'true' };
  await runCli(['judge', '--series', '-'], { input: series(10), cwd, env });
  const run = await runCli(['doctor', '--nonsense'], { cwd, env });
  expect([run.code, read('canary-verdict.env')]).toEqual([2, expect.stringMatching(/^CANARY_VERDICT_VERDICT=pass\n/)]);
});

test('a dry run leaves them as they are', async () => {
  await pass();
  const run = await runCli([...live(), '--dry-run'], { cwd });
  expect([run.code, JSON.parse(read('verdict.json'))]).toEqual([0, expect.objectContaining({ verdict: 'pass' })]);
});

test('a saved report can be judged again in its place', async () => {
  await pass();
  const run = await runCli(['judge', '--series', 'verdict.json', '--format', 'json', '--output', './verdict.json'], {
    cwd,
  });
  expect([run.code, JSON.parse(read('verdict.json'))]).toEqual([0, expect.objectContaining({ verdict: 'pass' })]);
});
