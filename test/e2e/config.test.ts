import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli, type CliOptions } from '../helpers/run-cli.js';

let folder = '';
/** Answers nothing but refusals, and remembers who asked. */
let server: Server;
const asked: IncomingHttpHeaders[] = [];

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'canary-verdict-config-e2e-')));
  mkdirSync(path.join(folder, 'deep/down'), { recursive: true });
  server = createServer((request, response) => {
    asked.push(request.headers);
    response.writeHead(403).end('no');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function write(text: string, name = 'canary-verdict.yaml'): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, 0o600);
  return file;
}

const cli = (args: readonly string[], options: CliOptions = {}) =>
  runCli(args, { cwd: path.join(folder, 'deep/down'), ...options });

const FULL = () => `connections:
  production:
    url: ${url()}
    user: reader
    password: \${DB_PASSWORD}
defaults: { wait: 10m }
services:
  payments: { name: payments-api, canary: [host=web-01], sensitivity: 3 }
`;

describe('judge', () => {
  test('takes connection, service and settings from a file above', async () => {
    write(FULL());
    const run = await cli(['judge', '--dry-run', '--format', 'json'], { env: { DB_PASSWORD: 'pw' } });
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(Object.values((JSON.parse(run.stdout) as { query: { parameters: object } }).query.parameters)).toContain(
      'payments-api',
    );
  });

  test('asks with the credentials of the file, filled in', async () => {
    write(FULL());
    const run = await cli(['judge', '--quiet'], { env: { DB_PASSWORD: 's3cret' } });
    expect(run.code).toBe(3);
    const basic = `Basic ${Buffer.from('reader:s3cret').toString('base64')}`;
    const { authorization, 'x-clickhouse-key': key } = asked.at(-1) ?? {};
    expect([basic, 's3cret']).toContain(authorization ?? key);
    expect(run.stdout + run.stderr).not.toContain('s3cret');
  });

  test.for([
    {
      text: 'services:\n  a: { wiat: 5m }',
      says: /^error: \.\.\/\.\.\/canary-verdict\.yaml:2:8: services\.a\.wiat is no key/,
      hint: /Did you mean wait\?/,
    },
    {
      text: 'services:\n  a: { wait: 5x }',
      says: /services\.a\.wait \(\S+canary-verdict\.yaml:2\) "5x" is not a duration/,
      hint: /90s, 5m/,
    },
    {
      text: 'services:\n  a: { wait: 20s }\nconnections: { b: { url: "http://127.0.0.1:9" } }',
      says: /services\.a\.wait \(.*:2\) gives no window/,
      hint: /--bucket/,
    },
    {
      text: 'connections: { b: { url: "${NOPE}" } }\nservices: { a: }',
      says: /needs the variable NOPE/,
      hint: /Set NOPE/,
    },
    { text: 'services: { a: }\nservices: { b: }', says: /:2:1: Map keys must be unique/, hint: /YAML/ },
  ])('$says', async ({ text, says, hint }) => {
    write(text);
    const run = await cli(['judge']);
    expect(run.stderr).toMatch(/^error: [^\n]+\n {2}[^\n]+\n$/);
    expect(run.stderr).toMatch(says);
    expect(run.stderr.split('\n')[1]).toMatch(hint);
    expect([run.code, run.stdout]).toEqual([2, '']);
  });

  test('--no-config reads none, --config another', async () => {
    write('broken: [');
    const other = write(FULL(), 'other.yml.txt');
    const none = await cli(['judge', '--no-config', '--url', url(), '--service', 'a', '--dry-run']);
    const named = await cli(['judge', '--config', other, '--dry-run'], { env: { DB_PASSWORD: '' } });
    expect([none.code, named.code]).toEqual([0, 0]);
  });

  test('a recorded series takes its rule from the file, but not its windows', async () => {
    const series = JSON.stringify({ bucketSeconds: 30, before: Array(60).fill(10), after: Array(10).fill(30) });
    write('defaults: { bucket: 7s, sensitivity: 5, wait: 2m }');
    const args = ['judge', '--series', '-', '--format', 'json'];
    const run = await cli(args, { input: series });
    expect(JSON.parse(run.stdout)).toMatchObject({ verdict: 'pass', rule: { sensitivity: 5 } });
    const report = JSON.parse((await cli([...args, '--no-config'], { input: series })).stdout) as object;
    expect(report).toMatchObject({ verdict: 'rollback', rule: { sensitivity: 2 } });
    const again = await cli(args, { input: JSON.stringify(report) });
    expect(JSON.parse(again.stdout)).toMatchObject({ verdict: 'rollback', rule: { sensitivity: 2 } });
  });
});

test('a flag takes back what the file says: --no-plain', async () => {
  write('defaults: { plain: true }');
  const input = JSON.stringify({ bucketSeconds: 30, before: Array(60).fill(0), after: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0] });
  const judged = async (...flags: string[]) => (await cli(['judge', '--series', '-', ...flags], { input })).code;
  expect([await judged(), await judged('--no-plain')]).toEqual([10, 20]);
});

test('a value that only the source can refuse is told where it stands in the file', async () => {
  write(FULL().replace('host=web-01', 'rack=1'));
  const run = await cli(['judge', '--dry-run'], { env: { DB_PASSWORD: 'pw' } });
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(/^error: services\.payments\.canary \(\S+canary-verdict\.yaml:8\) knows no key "rack"/);
});

describe('config', () => {
  test('prints what holds and where it came from', async () => {
    const file = write(FULL());
    const run = await cli(['config'], { env: { CLICKHOUSE_USER: 'ci' } });
    expect([run.code, run.stderr]).toEqual([0, '']);
    const lines = run.stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(lines).toEqual(
      expect.arrayContaining([
        ['file', file],
        ['service', 'payments'],
        ['service', 'payments-api', 'services.payments.name (../../canary-verdict.yaml:8)'],
        ['user', 'ci', 'CLICKHOUSE_USER'],
        ['password', '${DB_PASSWORD}', 'connections.production.password (../../canary-verdict.yaml:5)'],
        ['wait', '10m', 'defaults.wait (../../canary-verdict.yaml:6)'],
        ['before', '30m', 'built in'],
      ]),
    );
  });

  test('takes the flags of judge, which go first, and refuses what judge would', async () => {
    write(`${FULL()}  orders: { samples: false, plain: true }\n`);
    const run = await cli(['config', '--service', 'orders', '--no-plain', '--wait', '7m', '--canary', 'host=a']);
    const lines = run.stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(lines).toEqual(
      expect.arrayContaining([
        ['plain', 'false', '--no-plain'],
        ['wait', '7m', '--wait'],
        ['canary', '["host=a"]', '--canary'],
        ['samples', 'false', 'services.orders.samples (../../canary-verdict.yaml:9)'],
      ]),
    );
    const wrong = await cli(['config', '--service', 'orders', '--wait', 'soon']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--wait "soon" is not a duration')]);
  });

  test('as JSON too, and never with a secret', async () => {
    const file = write(`connections: { a: { url: 'http://u:s3cret@h', password: s3cret } }\nservices: { b: }`);
    chmodSync(file, 0o644);
    for (const format of ['text', 'json']) {
      const env = { CLICKHOUSE_PASSWORD: 's3cret' };
      const run = await cli(['config', '--format', format], { env });
      const elsewhere = await cli(['config', '--format', format], {
        env: { ...env, CLICKHOUSE_URL: 'http://u:s3cret@h' },
      });
      expect([run.code, elsewhere.code]).toEqual([0, 0]);
      expect(run.stdout).toContain('http://u:***@h');
      expect(run.stdout + run.stderr + elsewhere.stdout + elsewhere.stderr).not.toContain('s3cret');
      expect(run.stderr.match(/^warning: everyone here may read the secret at /gm)).toHaveLength(1);
    }
  });

  test('without a file it lists variables and what is built in', async () => {
    const run = await cli(['config', '--no-config', '--format', 'json'], { env: { CLICKHOUSE_HOST: 'db' } });
    const { file, values } = JSON.parse(run.stdout) as { file: null; values: object[] };
    expect(file).toBeNull();
    expect(values).toContainEqual({ key: 'url', value: 'http://db:8123', from: 'CLICKHOUSE_HOST' });
    expect(values).toContainEqual({ key: 'wait', value: '5m', from: 'built in' });
  });

  test('a hostile file cannot write to the terminal', async () => {
    write('services: { "a\\e[31m": { table: "x\\e]0;title\\a" } }');
    const run = await cli(['config']);
    expect(run.code).toBe(0);
    // oxlint-disable-next-line no-control-regex
    expect(run.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});
