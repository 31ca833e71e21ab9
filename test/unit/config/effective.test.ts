import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readEffective, type Effective } from '../../../src/config/effective.js';
import type { Env, RawFlags } from '../../../src/config/settings.js';

const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-effective-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILE = `connections:
  production: { url: 'https://db:8443', user: reader, password: '\${DB_PASSWORD}', database: logs, caCert: ca.pem }
  staging: { url: 'chdb:./data' }
defaults:
  connection: production
  wait: 10m
  table: app_logs
services:
  payments:
    name: payments-api
    wait: 15m
    connection: production
  checkout:
  search: { connection: staging, reports: { html: out/search.html } }
`;

let files = 0;
async function effective(flags: RawFlags = {}, env: Env = {}, text = FILE): Promise<Effective> {
  files += 1;
  const config = path.join(folder, `config-${files}.yaml`);
  writeFileSync(config, text, { mode: 0o600 });
  return await readEffective({ config, ...flags }, { DB_PASSWORD: 'pw', ...env }, folder, () => {});
}

describe('flags before variables before the service before its connection before the defaults', () => {
  test.for([
    { key: 'wait', flags: { service: 'payments', wait: '1m' }, env: {}, value: '1m', place: /^--wait$/ },
    {
      key: 'wait',
      flags: { service: 'payments' },
      env: {},
      value: '15m',
      place: /^services\.payments\.wait \(.*:11\)$/,
    },
    { key: 'wait', flags: { service: 'checkout' }, env: {}, value: '10m', place: /^defaults\.wait \(.*:6\)$/ },
    {
      key: 'service',
      flags: { service: 'payments' },
      env: {},
      value: 'payments-api',
      place: /services\.payments\.name/,
    },
    { key: 'service', flags: { service: 'checkout' }, env: {}, value: 'checkout', place: /services\.checkout / },
    {
      key: 'url',
      flags: { service: 'checkout' },
      env: {},
      value: 'https://db:8443',
      place: /connections\.production\.url/,
    },
    {
      key: 'url',
      flags: { service: 'search' },
      env: {},
      value: `chdb:${folder}/data`,
      place: /connections\.staging\.url/,
    },
    {
      key: 'url',
      flags: { service: 'checkout' },
      env: { CLICKHOUSE_URL: 'http://e' },
      value: 'http://e',
      place: /^CLICKHOUSE_URL$/,
    },
    {
      key: 'url',
      flags: { service: 'checkout', connection: 'staging' },
      env: { CLICKHOUSE_URL: 'http://e' },
      value: `chdb:${folder}/data`,
      place: /staging/,
    },
    {
      key: 'user',
      flags: { service: 'checkout' },
      env: { CLICKHOUSE_USER: 'ci' },
      value: 'ci',
      place: /^CLICKHOUSE_USER$/,
    },
    { key: 'password', flags: { service: 'checkout' }, env: {}, value: 'pw', place: /production\.password/ },
    {
      key: 'password',
      flags: { service: 'checkout' },
      env: { CLICKHOUSE_PASSWORD: '' },
      value: '',
      place: /^CLICKHOUSE_PASSWORD$/,
    },
    { key: 'caCert', flags: { service: 'checkout' }, env: {}, value: `${folder}/ca.pem`, place: /caCert/ },
    {
      key: 'database',
      flags: { service: 'checkout' },
      env: { CLICKHOUSE_DATABASE: 'e' },
      value: 'e',
      place: /^CLICKHOUSE_DATABASE$/,
    },
  ])('$key is $value', async ({ key, flags, env, value, place }) => {
    const { settings } = await effective(flags, env);
    expect(settings[key]).toMatchObject({ value, place: expect.stringMatching(place) });
  });
});

describe('an address from elsewhere gets nothing of a connection', () => {
  test.for([
    { flags: { url: 'http://stranger:8123' }, env: {} },
    { flags: {}, env: { CLICKHOUSE_URL: 'http://stranger:8123' } },
    { flags: {}, env: { CLICKHOUSE_HOST: 'stranger' } },
  ])('$flags $env', async ({ flags, env }) => {
    const { settings, file } = await effective({ service: 'checkout', ...flags }, env);
    expect([settings['password'], settings['user'], settings['caCert'], settings['database']]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(settings['table']).toMatchObject({ value: 'app_logs' });
    expect(file).toMatchObject({ connection: null });
  });

  test('nor are its variables asked for', async () => {
    await expect(
      effective({ service: 'checkout', url: 'http://h' }, { DB_PASSWORD: undefined }),
    ).resolves.toBeDefined();
    await expect(effective({ service: 'checkout' }, { DB_PASSWORD: undefined })).rejects.toThrow(
      /^connections\.production\.password \(.*:2\) needs the variable DB_PASSWORD, which is not set$/,
    );
  });
});

describe('services', () => {
  test('the only one need not be named', async () => {
    const { settings, file } = await effective({}, {}, 'services: { payments: { name: api } }');
    expect([settings['service']?.value, file?.service]).toEqual(['api', 'payments']);
  });

  test('of several, one must be named', async () => {
    await expect(effective()).rejects.toMatchObject({
      hint: 'Give --service with one of: payments, checkout, search.',
    });
  });

  test('one that is not there is told with the nearest', async () => {
    await expect(effective({ service: 'paymets' })).rejects.toMatchObject({
      hint: expect.stringMatching(/^Did you mean payments, /),
    });
  });

  test('without services any one is judged by the defaults', async () => {
    const { settings } = await effective({ service: 'any' }, {}, 'defaults: { wait: 7m }');
    expect([settings['service']?.value, settings['wait']?.value]).toEqual(['any', '7m']);
  });

  test.for(['__proto__', 'constructor', 'toString'])('%s is none', async (service) => {
    await expect(effective({ service })).rejects.toThrow(/is not under services/);
  });

  test('a recorded series may be of any service', async () => {
    await expect(effective({ series: 'a.json', service: 'other' })).resolves.toBeDefined();
  });

  test('so does the state of a notification, wherever the pipeline stands', async () => {
    const notify = "notify: [{ type: slack, url: '${DB_PASSWORD}', state: .state.json }]\n";
    const [slack, ...others] = (await effective({ service: 'search' }, {}, FILE + notify)).notify;
    expect([slack?.state, others]).toEqual([`${folder}/.state.json`, []]);
  });

  test('reports lie beside the file', async () => {
    expect((await effective({ service: 'search' })).reports).toEqual({ html: `${folder}/out/search.html` });
  });
});

describe('secrets', () => {
  const passwordOf = async (password: string, env: Env = {}) => {
    const text = JSON.stringify({ connections: { a: { url: 'http://h', password } } });
    return (await effective({}, env, text)).settings['password']?.value;
  };
  writeFileSync(path.join(folder, 'secret'), ' s3cret \r\n');

  test.for([
    { template: 'plain', value: 'plain' },
    { template: '${A}', value: 'a' },
    { template: '<${A}${B}>', value: '<a${A}>' },
    { template: '$${A}', value: '${A}' },
    { template: '$$${A}', value: '$${A}' },
    { template: '$A $', value: '$A $' },
    { template: '${EMPTY}', value: '' },
    { template: 'file:secret', value: ' s3cret ' },
    { template: 'file:${NAME}', value: ' s3cret ' },
    { template: '${FILE}', value: 'file:secret' },
  ])('$template is $value', async ({ template, value }) => {
    const env = { A: 'a', B: '${A}', EMPTY: '', NAME: 'secret', FILE: 'file:secret' };
    expect(await passwordOf(template, env)).toBe(value);
  });

  test.for([
    { template: '${NOPE}', says: /needs the variable NOPE, which is not set/ },
    { template: '${toString}', says: /needs the variable toString, which is not set/ },
    { template: '${not a name}', says: /begins no variable/ },
    { template: '${A', says: /begins no variable/ },
    { template: 'file:nope', says: /cannot read .*nope: no such file/ },
    { template: 'file:/dev/zero', says: /is no file that holds a secret/ },
  ])('$template is refused', async ({ template, says }) => {
    await expect(passwordOf(template)).rejects.toThrow(says);
  });

  test('whatever a variable holds is taken as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (value) => {
        expect(await passwordOf('<${VALUE}>', { VALUE: value })).toBe(`<${value}>`);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a file that is not safe is warned about', () => {
  const PLAIN = 'connections: { a: { url: "http://h", password: s3cret } }';
  test.for([
    { mode: 0o600, text: PLAIN, warnings: [] },
    { mode: 0o644, text: FILE, warnings: [] },
    {
      mode: 0o644,
      text: PLAIN,
      warnings: [
        /secret at connections\.a\.password \(.*:1\); write \$\{NAME\} or file:PATH there, or run: chmod o-r /,
      ],
    },
    {
      mode: 0o644,
      text: 'connections: { a: { url: "http://u:s3cret@h" } }',
      warnings: [/secret at connections\.a\.url/],
    },
    { mode: 0o644, text: 'connections: { a: { url: "http://u:${DB_PASSWORD}@h" } }', warnings: [] },
    { mode: 0o646, text: FILE, warnings: [/^everyone may write .*; run: chmod go-w /] },
    { mode: 0o666, text: PLAIN, warnings: [/^everyone may write/, /secret at/] },
    { mode: 0o660, text: PLAIN, warnings: [] },
  ])('$mode: $warnings', async ({ mode, text, warnings }) => {
    const config = path.join(folder, 'mode.yaml');
    writeFileSync(config, text);
    chmodSync(config, mode);
    const told: string[] = [];
    await readEffective({ config, service: text === FILE ? 'checkout' : 'a' }, { DB_PASSWORD: 'pw' }, folder, (one) =>
      told.push(one),
    );
    expect(told).toEqual(warnings.map((warning) => expect.stringMatching(warning)));
    expect(told.join()).not.toContain('s3cret');
  });
});
