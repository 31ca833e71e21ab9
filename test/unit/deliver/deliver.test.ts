import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readReports } from '../../../src/config/reports.js';
import { settingsOfFlags } from '../../../src/config/settings.js';
import { deliver } from '../../../src/deliver.js';
import { UserError } from '../../../src/errors.js';
import type { World } from '../../../src/world.js';
import { ENDINGS } from '../../helpers/endings.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-deliver-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (...names: readonly string[]) => path.join(folder, ...names);
const read = (...names: readonly string[]) => readFileSync(at(...names), 'utf8');

interface Run {
  readonly reports?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly output?: string;
  readonly end?: keyof typeof ENDINGS;
}

const flags = (report: readonly string[] | false) => settingsOfFlags({ report });

/** Delivers a run with `--report` flags in a world where time passes only by sleeping. */
async function delivered({ reports = [], env = {}, output, end = 'rollback' }: Run) {
  const said = { stdout: '', stderr: '' };
  let nowMs = 0;
  const world = {
    env,
    stdout: { write: (text: string) => (said.stdout += text) },
    stderr: { write: (text: string) => (said.stderr += text) },
    monotonicMs: () => nowMs,
    random: Math.random,
    sleep: async (ms: number) => {
      nowMs += ms;
      await new Promise((resolve) => setTimeout(resolve, 1));
    },
  } as unknown as World;
  const settings = {
    format: 'json',
    outputFile: output ?? null,
    wantsColor: false,
    reports: readReports(flags(reports)),
  } as const;
  await deliver(ENDINGS[end], settings, world, new AbortController().signal);
  return said;
}

test('one run makes any number of reports, and stdout has the one it is asked for', async () => {
  const { stdout, stderr } = await delivered({
    reports: [`text=${at('a.txt')}`, `json=${at('a.json')}`, `junit=${at('a.xml')}`, `gitlab=${at('gl')}`],
  });
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'rollback' });
  expect(stderr).toBe('');
  expect(read('a.txt')).toMatch(/^ROLLBACK payments/);
  expect(read('a.json')).toBe(stdout);
  expect(read('a.xml')).toContain('<failure ');
  expect(readdirSync(at('gl')).sort()).toEqual(['canary-verdict.env', 'canary-verdict.xml']);
});

test('folders that are not there are made, and no temporary file is left', async () => {
  await delivered({ reports: [`junit=${at('new', 'folder', 'a.xml')}`] });
  expect(readdirSync(at('new', 'folder'))).toEqual(['a.xml']);
});

test('what cannot be written is told, and the others are written all the same', async () => {
  mkdirSync(at('folder.xml'));
  writeFileSync(at('file'), '');
  const { stdout, stderr } = await delivered({
    reports: [`junit=${at('folder.xml')}`, `text=${at('file', 'a.txt')}`, `json=${at('a.json')}`],
  });
  expect(stderr.split('\n')).toEqual([
    expect.stringMatching(/^warning: cannot write .*folder\.xml: /),
    expect.stringMatching(/^warning: cannot write .*a\.txt: part of the path is a file$/),
    '',
  ]);
  expect(read('a.json')).toBe(stdout);
  expect(readdirSync(folder).sort()).toEqual(['a.json', 'file', 'folder.xml']);
});

test('a file that is replaced keeps its mode, and a link stays a link', async () => {
  writeFileSync(at('real.json'), 'old');
  chmodSync(at('real.json'), 0o640);
  symlinkSync(at('real.json'), at('link.json'));
  const { stdout } = await delivered({ reports: [`json=${at('link.json')}`] });
  expect(lstatSync(at('link.json')).isSymbolicLink()).toBe(true);
  expect(read('real.json')).toBe(stdout);
  expect(statSync(at('real.json')).mode & 0o777).toBe(0o640);
});

test('whoever holds the old file open still reads it whole', async () => {
  writeFileSync(at('a.json'), 'old');
  const reader = spawn('sh', ['-c', 'exec 3<"$0"; read _; cat <&3', at('a.json')]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await delivered({ reports: [`json=${at('a.json')}`] });
  reader.stdin.end('go\n');
  const chunks: Buffer[] = [];
  for await (const chunk of reader.stdout) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe('old');
});

test('a named pipe gets the report as it comes', async () => {
  execFileSync('sh', ['-c', 'mkfifo "$0"', at('pipe')]);
  const reader = spawn('cat', [at('pipe')]);
  const chunks: Buffer[] = [];
  reader.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => reader.on('close', resolve));
  const { stdout } = await delivered({ reports: [`json=${at('pipe')}`] });
  await ended;
  expect(Buffer.concat(chunks).toString()).toBe(stdout);
});

test('a named pipe that nobody reads is given up', async () => {
  execFileSync('sh', ['-c', 'mkfifo "$0"', at('pipe')]);
  const { stderr } = await delivered({ reports: [`json=${at('pipe')}`] });
  expect(stderr).toMatch(/^warning: cannot write .*pipe: nobody reads it\n$/);
});

test('devices and the standard streams can be named', async () => {
  const { stdout, stderr } = await delivered({
    reports: ['text=/dev/stdout', 'junit=/dev/stderr', 'json=/dev/null', 'json=/dev/full'],
  });
  expect(stdout).toMatch(/\n\}\nROLLBACK payments/);
  expect(stderr).toMatch(/^<\?xml [^]*<\/testsuites>\nwarning: cannot write \/dev\/full: /);
});

test('the file of the verdict is written in the same way, and stdout gets what it cannot take', async () => {
  const whole = await delivered({ output: at('verdict.json') });
  expect(whole).toEqual({ stdout: '', stderr: '' });
  expect(JSON.parse(read('verdict.json'))).toMatchObject({ verdict: 'rollback' });
  mkdirSync(at('folder'));
  const { stdout, stderr } = await delivered({ output: at('folder') });
  expect(stderr).toMatch(/^warning: cannot write .*; the report follows on stdout\n$/);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'rollback' });
});

test('in GitHub Actions its report is written without being asked for, behind what is there', async () => {
  writeFileSync(at('output'), 'mine=1');
  const env = { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: at('output'), GITHUB_STEP_SUMMARY: at('summary') };
  const { stdout, stderr } = await delivered({ env });
  expect(stderr).toMatch(/^::error title=rollback payments::[^\n]*\n$/);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'rollback' });
  expect(read('output').split('\n').slice(0, 3)).toEqual(['mine=1', 'verdict=rollback', 'exit-code=10']);
  expect(read('summary')).toContain('ROLLBACK: `payments`');
});

test('a variable that is missing is told', async () => {
  const { stderr } = await delivered({ reports: ['github'], env: { GITHUB_OUTPUT: at('output') } });
  expect(stderr).toMatch(/^warning: GITHUB_STEP_SUMMARY is not set, [^\n]*\n::error /);
});

test.for([
  { env: { TF_BUILD: 'True' }, sign: '##vso[task.setvariable variable=verdict' },
  { env: { GITHUB_ACTIONS: 'false', TF_BUILD: 'True' }, sign: '##vso[' },
  { env: { CI: 'true' }, sign: '' },
] as const)('$env', async ({ env, sign }) => {
  const { stderr } = await delivered({ env });
  expect(stderr.slice(0, sign.length || undefined)).toBe(sign);
});

test('a CI system is not given its report twice', async () => {
  const env = { TF_BUILD: 'True' };
  const { stderr } = await delivered({ env, reports: [`azure=${at('az')}`] });
  expect(stderr).toBe('');
  expect(readdirSync(at('az')).sort()).toEqual(['canary-verdict-payments.md', 'commands']);
});

test('none turns that off, and leaves what is asked for', async () => {
  const { stderr } = await delivered({ env: { TF_BUILD: 'True' }, reports: ['none', `text=${at('a.txt')}`] });
  expect(stderr).toBe('');
  expect(read('a.txt')).toMatch(/^ROLLBACK/);
});

test('where the source failed, CI systems are told, and there is no report for people', async () => {
  const env = { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: at('output'), GITHUB_STEP_SUMMARY: at('summary') };
  const { stdout, stderr } = await delivered({
    env,
    end: 'error',
    output: at('verdict.json'),
    reports: [`junit=${at('a.xml')}`, ...['json', 'text', 'markdown', 'html'].map((name) => `${name}=${at(name)}`)],
  });
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^::error title=error payments::No verdict: /);
  expect(read('output')).toContain('\nverdict=error\nexit-code=3\n');
  expect(read('a.xml')).toContain('<error type="refused"');
  // Without these the verdict of an earlier run would stand there.
  expect(JSON.parse(read('verdict.json'))).toMatchObject({
    verdict: null,
    exitCode: 3,
    reasons: [{ code: 'refused' }],
  });
  expect(read('json')).toBe(read('verdict.json'));
  expect(read('text')).toMatch(/^payments: No verdict: clickhouse:8123 refused the connection\nCheck .*\nRunbook: /);
  expect(read('markdown')).toMatch(/^## ⚠️ NO VERDICT\n/);
  expect(read('html')).toContain('<h1>no verdict</h1>');
});

test('a report for a place that only Tekton has is told and makes no folder there', async () => {
  const { stderr } = await delivered({ reports: ['tekton'] });
  expect(stderr).toContain('warning: cannot write /tekton/results/verdict: no such folder\n');
  expect(existsSync('/tekton')).toBe(false);
});

test.for([
  { reports: ['html=a', 'json=./a'], output: null },
  { reports: ['junit=x/../a'], output: 'a' },
])('$reports and --output $output would write one file twice, and are refused', ({ reports, output }) => {
  expect(() => readReports(flags(reports), {}, output)).toThrow('two reports would be written to "a"');
});

test('a device takes any number of reports', () => {
  expect(readReports(flags(['html=/dev/null', 'json=/dev/null'])).requests).toHaveLength(2);
});

test.for(['what', 'junit=', 'auto=x', 'none=x', '=x', ''])('--report %j is refused', (value) => {
  expect(() => readReports(flags([value]))).toThrow(UserError);
});

test('a path may hold an equals sign', () => {
  expect(readReports(flags(['json=a=b.json'])).requests).toEqual([{ name: 'json', path: 'a=b.json' }]);
});

test('what a configuration file asks for is written too, and a flag of the same name wins', () => {
  const inFile = { text: '/f/a.txt', json: '/f/a.json' };
  expect(readReports(flags(['json=b.json']), inFile).requests).toEqual([
    { name: 'text', path: '/f/a.txt' },
    { name: 'json', path: 'b.json' },
  ]);
  expect(readReports(flags(false), inFile)).toEqual({ isAuto: false, requests: [] });
  expect(() => readReports({}, { htlm: 'a' })).toThrow(UserError);
});
