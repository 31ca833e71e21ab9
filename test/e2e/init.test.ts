import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startClickHouse, type ClickHouseServer } from '../helpers/clickhouse-http.js';
import { createOtelLogs, insertOtelLogs } from '../helpers/otel-logs.js';
import { CLI, runCli } from '../helpers/run-cli.js';

// Without a terminal, as in a pipeline, against the real engine behind HTTP.

let server: ClickHouseServer;
let folder = '';
beforeAll(async () => {
  server = await startClickHouse({ user: { name: 'reader', password: 's3cret' } });
  await server.run(createOtelLogs());
  await server.run(createOtelLogs('otel_logs_old'));
  const lines = (service: string, count: number) =>
    Array.from({ length: 240 }, (_, index) => ({ atMs: Date.now() - index * 10_000, service, count }));
  await server.run(insertOtelLogs([...lines('payments', 5), ...lines('checkout', 2)]));
  await server.run('CREATE TABLE users (id UInt64, name String) ENGINE = MergeTree ORDER BY id');
  await server.run(
    'CREATE TABLE app_logs (ts DateTime, lvl String, app String, msg String) ENGINE = MergeTree ORDER BY ts',
  );
});
afterAll(async () => server.close());
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'canary-verdict-init-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

const env = { CLICKHOUSE_PASSWORD: 's3cret' };
const init = (args: readonly string[]) =>
  runCli(['init', '--url', server.url, '--user', 'reader', ...args], { cwd: folder, env });
const written = () => readFileSync(path.join(folder, 'canary-verdict.yaml'), 'utf8');

test('from nothing to a verdict: what was recognised, a file without secrets, and the command that judges', async () => {
  const run = await init(['--yes']);
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(run.stdout).toMatch(
    /^Recognised:\n- default\.otel_logs: OpenTelemetry.*\n- default\.otel_logs_old: the same\n- default\.app_logs: /,
  );
  expect(run.stdout).not.toContain('users');
  expect(written()).toContain('password: ${CLICKHOUSE_PASSWORD}');
  expect(run.stdout + written()).not.toContain('s3cret');
  const [, script = '', command = ''] = /\n {2}node (\S+) (.*)\n/.exec(run.stdout) ?? [];
  expect([path.resolve(folder, script), command]).toEqual([CLI, 'judge --service payments --released-at -10m']);
  const verdict = await runCli(command.split(' '), { cwd: folder, env });
  expect([verdict.code, verdict.stderr]).toEqual([0, '']);
});

test('flags choose, and a typo among them is told before anything is written', async () => {
  const typo = await init(['--table', 'otel_logs', '--service', 'chekout']);
  expect([typo.code, typo.stdout.includes('Wrote')]).toEqual([2, false]);
  expect(typo.stderr).toMatch(/--service "chekout" is not there\n {2}Did you mean checkout/);
  expect((await init(['--table', 'otel_logs', '--service', 'checkout'])).code).toBe(0);
  expect(written()).toMatch(/^services:\n {2}checkout:$/m);
});

test('without a terminal and without --yes, it says what there is to choose from', async () => {
  const run = await init([]);
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(
    /more than one log table: default\.otel_logs, default\.otel_logs_old, default\.app_logs\n {2}Give --table .*--yes/,
  );
});

test('a table of a name and columns of its own, in another database: what was needed is in the file', async () => {
  await server.run('CREATE DATABASE IF NOT EXISTS `team a`');
  const table = '`team a`.`my.logs`';
  await server.run(
    `CREATE OR REPLACE TABLE ${table} (\`it's at\` DateTime, bad Int8, what String) ENGINE = MergeTree ORDER BY tuple()`,
  );
  await server.run(
    `INSERT INTO ${table} SELECT now() - number * 10, if(number % 60 = 0, 50, 30), 'pay' FROM numbers(240)`,
  );
  const columns = `time=it's at,level=bad,service=what`;
  const unknown = await init(['--yes', '--database', 'team a', '--table', 'my.logs']);
  expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('--columns')]);
  const run = await init(['--yes', '--database', 'team a', '--table', 'my.logs', '--columns', columns]);
  expect([run.code, run.stderr]).toEqual([0, '']);
  // An address from a variable takes nothing of the connection, but the table stays where it is.
  for (const address of [{}, { CLICKHOUSE_URL: server.url, CLICKHOUSE_USER: 'reader' }]) {
    const verdict = await runCli(['judge', '--released-at', '-10m'], { cwd: folder, env: { ...env, ...address } });
    expect([verdict.code, verdict.stderr]).toEqual([0, '']);
  }
});

test('the password may come from a file, and the file says which', async () => {
  writeFileSync(path.join(folder, 'pw'), 's3cret');
  const args = ['init', '--url', server.url, '--user', 'reader', '--password-file', 'pw', '--yes'];
  const run = await runCli(args, { cwd: folder });
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(written()).toMatch(/^ {4}password: "file:\.\/pw"$/m);
  expect((await runCli(['judge', '--released-at', '-10m'], { cwd: folder })).code).toBe(0);
});

test('only the database that was named is looked at', async () => {
  const run = await init(['--yes', '--database', 'system']);
  expect(run.stdout).not.toContain('otel_logs');
  expect((await init(['--yes', '--database', 'nowhere'])).code).toBe(3);
});

test('a file that is there is never replaced without --force', async () => {
  writeFileSync(path.join(folder, 'canary-verdict.yaml'), 'mine');
  const refused = await init(['--yes']);
  expect([refused.code, written()]).toEqual([2, 'mine']);
  expect(refused.stderr).toMatch(/is there already\n {2}Give --force/);
  expect((await init(['--yes', '--out', 'other.yaml'])).stdout).toContain(
    'judge --config other.yaml --service payments',
  );
  expect([(await init(['--yes', '--force'])).code, written().includes('connections:')]).toEqual([0, true]);
});

test('nothing listens, and nothing is given', async () => {
  const away = await runCli(['init', '--url', 'http://127.0.0.1:9', '--yes'], { cwd: folder });
  expect([away.code, away.stdout]).toEqual([3, '']);
  const nothing = await runCli(['init'], { cwd: folder });
  expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('no log source is given')]);
});
