import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { makeCertificates, type Certificates } from '../helpers/certificates.js';
import { startClickHouse, type ClickHouseServer, type ClickHouseServerOptions } from '../helpers/clickhouse-http.js';
import { createOtelLogs, fillOtelLogs, insertOtelLogs } from '../helpers/otel-logs.js';
import { runCli } from '../helpers/run-cli.js';

const HOUR_MS = 3_600_000;

/** Lines up to now: the doctor looks at the last hour. */
function fresh(table: string, { endsAgoMs = 0, rows = 40_000 } = {}): string {
  const toMs = Date.now() - endsAgoMs;
  return fillOtelLogs({ rows, services: 3, fromMs: toMs - HOUR_MS, toMs }, table);
}

const G0 = `CREATE TABLE old_logs (Timestamp DateTime64(9), SeverityText LowCardinality(String), SeverityNumber Int32, ServiceName LowCardinality(String), Body String, TraceId String, ResourceAttributes Map(LowCardinality(String), String), LogAttributes Map(LowCardinality(String), String)) ENGINE = MergeTree PARTITION BY toDate(Timestamp) ORDER BY (ServiceName, SeverityText, toUnixTimestamp(Timestamp), TraceId)`;

let certificates: Certificates;
let server: ClickHouseServer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-test-'));
  certificates = await makeCertificates();
  writeFileSync(path.join(folder, 'ca.pem'), certificates.caCert);
  server = await startClickHouse();
  const unsorted = createOtelLogs('unsorted_logs')
    .replace(/ORDER BY .*/, 'ORDER BY tuple()')
    .replace(/PARTITION BY .*/, '');
  for (const sql of [
    createOtelLogs(),
    createOtelLogs('empty_logs'),
    createOtelLogs('late_logs'),
    fresh('late_logs', { endsAgoMs: 600_000 }),
    createOtelLogs('unset_logs'),
    insertOtelLogs(
      Array.from({ length: 60 }, (_, minute) => ({
        atMs: Date.now() - minute * 60_000,
        service: 'service-1',
        level: '',
        severityNumber: 0,
        count: 50,
      })),
      'unset_logs',
    ),
    G0,
    fresh('old_logs'),
    'CREATE VIEW logs_view AS SELECT * FROM otel_logs',
    unsorted.replace('index_granularity = 8192', 'index_granularity = 64'),
    fresh('unsorted_logs'),
    fresh('otel_logs'),
  ]) {
    await server.run(sql);
  }
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** A second server on data of its own, for what differs in the server itself. */
async function another(options: ClickHouseServerOptions): Promise<ClickHouseServer> {
  const dataDirectory = mkdtempSync(path.join(folder, 'data-'));
  const filler = await startClickHouse({ dataDirectory });
  await filler.run(createOtelLogs());
  await filler.run(fresh('otel_logs'));
  await filler.close();
  const other = await startClickHouse({ ...options, dataDirectory });
  onTestFinished(() => other.close());
  return other;
}

interface Diagnosis {
  readonly code: number;
  readonly checks: readonly {
    readonly check: string;
    readonly status: string;
    readonly says: string;
    readonly fix?: string;
  }[];
}

/** Lines end when the tests begin, and on a busy machine the last test comes minutes later. */
const PATIENT = ['--max-lag', '5m', '--timeout', '10m'];

/** What the doctor found, its first complaint in front. */
async function diagnose(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const run = await runCli(['doctor', '--no-config', ...PATIENT, '--format', 'json', ...args], { env });
  const { checks, code } = JSON.parse(run.stdout) as Diagnosis;
  expect(run.code).toBe(code);
  expect(`${run.stdout}${run.stderr}`).not.toContain('s3cret');
  return { code, checks, first: checks.find(({ status }) => status === 'failure' || status === 'warning') };
}

const healthy = ['--service', 'service-1'];

test('says line by line that all is well', async () => {
  const run = await runCli(['doctor', '--no-config', '--url', server.url, ...healthy]);
  expect(run.stdout).toMatch(/^ok +index +reads \d+ of \d+ blocks of rows by .*toStartOfFiveMinutes\(Timestamp\)/m);
  expect(run.stdout).toMatch(/^ok +levels +all understood, \* counts as ERROR or worse: INFO \d+, ERROR \d+\*/m);
  expect(run.stdout).toMatch(/^ok +judgement +as if released at .*: pass/m);
  expect(run.stdout).toContain('0 failures, 0 warnings: judge can work here');
  expect([run.code, run.stderr]).toEqual([0, '']);
});

test.for([
  { set: 'wrong port', args: ['--url', 'http://127.0.0.1:1'], check: 'reach', says: 'refused', fix: '--url', code: 3 },
  {
    set: 'unknown host',
    args: ['--url', 'http://no-such-host.invalid'],
    check: 'reach',
    says: 'no-such-host',
    fix: '--url',
    code: 3,
  },
  {
    set: 'missing table',
    args: ['--table', 'otel_log'],
    check: 'table',
    says: 'has no table',
    fix: 'otel_logs',
    code: 3,
  },
  {
    set: 'missing database',
    args: ['--database', 'nowhere'],
    check: 'login',
    says: 'nowhere',
    fix: '--database',
    code: 3,
  },
  {
    set: 'empty table',
    args: ['--table', 'empty_logs'],
    check: 'service',
    says: 'nobody logged in the last hour',
    fix: '--table',
    code: 20,
  },
  {
    set: 'levels never set',
    args: ['--table', 'unset_logs'],
    check: 'levels',
    says: '100 % of the lines',
    fix: '--columns level=',
    code: 20,
  },
  { set: 'lag of ten minutes', args: ['--table', 'late_logs'], check: 'lag', says: '10m', fix: 'pipeline', code: 20 },
  {
    set: 'misspelt service',
    args: ['--service', 'servcie-1'],
    check: 'service',
    says: 'did not log',
    fix: 'service-1',
    code: 20,
  },
  {
    set: 'a key that does not prune',
    args: ['--table', 'unsorted_logs'],
    check: 'index',
    says: 'does not lead',
    fix: 'ORDER BY',
    code: 0,
  },
  {
    set: 'too few rows allowed',
    args: ['--max-rows', '10'],
    check: 'index',
    says: 'so many rows',
    fix: '--max-rows',
    code: 3,
  },
  {
    set: 'unknown layout',
    args: ['--layout', 'signos'],
    check: 'config',
    says: 'knows no "signos"',
    fix: 'signoz',
    code: 2,
  },
  {
    set: 'the layout of another table',
    args: ['--layout', 'signoz', '--table', 'otel_logs'],
    check: 'layout',
    says: 'no column ts_bucket_start',
    fix: '--layout',
    code: 3,
  },
  {
    set: 'a column that is not there',
    args: ['--columns', 'level=lvl'],
    check: 'layout',
    says: 'no column "lvl"',
    fix: 'SeverityText',
    code: 3,
  },
  {
    set: 'a key no lines have',
    args: ['--canary', 'rack=1'],
    check: 'layout',
    says: 'no key "rack"',
    fix: 'host',
    code: 2,
  },
] as const)('$set', async ({ args, check, says, fix, code }) => {
  const found = await diagnose(['--url', server.url, ...healthy, ...args]);
  expect(found.first).toMatchObject({ check });
  expect(found.first?.says).toContain(says);
  expect(found.first?.fix).toContain(fix);
  expect(found.code).toBe(code);
});

test('one cause is told once', async () => {
  const { checks } = await diagnose(['--url', server.url, ...healthy, '--max-rows', '10']);
  expect(checks.filter(({ status }) => status === 'failure').map(({ check }) => check)).toEqual(['index']);
});

test('a mistake in the configuration file, and a file that is not safe', async () => {
  const file = path.join(folder, 'canary-verdict.yaml');
  const examine = async (text: string) => {
    writeFileSync(file, text);
    const run = await runCli(['doctor', ...PATIENT, '--format', 'json', '--config', file]);
    expect([run.stderr, run.stdout.includes('s3cret')]).toEqual(['', false]);
    const { code, checks } = JSON.parse(run.stdout) as Diagnosis;
    expect(run.code).toBe(code);
    return { code, checks };
  };
  const broken = await examine('servces: {}');
  expect(broken.code).toBe(2);
  expect(broken.checks[0]).toMatchObject({ check: 'config', fix: expect.stringContaining('Did you mean services?') });
  expect(new Set(broken.checks.slice(1).map(({ status }) => status))).toEqual(new Set(['skipped']));
  const unknown = await examine(
    `connections: { a: { url: "${server.url}" } }\nservices:\n  service-1: { canary: rack=1 }`,
  );
  expect(unknown.checks.find(({ status }) => status === 'failure')?.says).toMatch(
    /^services\.service-1\.canary \(.*canary-verdict\.yaml:3\) knows no key "rack"/,
  );
  const unsafe = await examine(
    `connections: { a: { url: "${server.url}", password: s3cret } }\nservices: { service-1: }`,
  );
  expect(unsafe.checks[0]).toMatchObject({ check: 'config', status: 'warning' });
  expect(unsafe.checks[0]?.says).toMatch(/everyone here may read the secret .*chmod o-r/);
});

test('a table too large to ask who else logs is no fault', async () => {
  const other = await another({
    exceptions: [{ match: 'logging_service', code: 158, type: 'TOO_MANY_ROWS', message: 'Limit for rows exceeded' }],
  });
  const { first, code, checks } = await diagnose(['--url', other.url, ...healthy]);
  expect([first, code]).toEqual([undefined, 0]);
  expect(checks.find(({ check }) => check === 'service')?.says).toContain('too much to ask');
});

test('no service named: says which there are', async () => {
  const { first, code } = await diagnose(['--url', server.url]);
  expect(first).toMatchObject({ check: 'service', fix: expect.stringMatching(/^Give --service service-\d/) });
  expect(code).toBe(2);
});

test('an old layout, and a view, are looked through and well', async () => {
  for (const [table, key] of [
    ['old_logs', 'toUnixTimestamp(Timestamp)'],
    ['logs_view', 'toStartOfFiveMinutes(Timestamp)'],
  ] as const) {
    const { first, checks, code } = await diagnose(['--url', server.url, '--table', table, ...healthy]);
    expect([first, code]).toEqual([undefined, 0]);
    expect(checks.find(({ check }) => check === 'index')?.says).toContain(key);
  }
});

test('wrong password, and no password', async () => {
  const other = await another({ user: { name: 'reader', password: 's3cret' } });
  const logins: readonly Readonly<Record<string, string>>[] = [
    { CLICKHOUSE_USER: 'reader', CLICKHOUSE_PASSWORD: 'other' },
    { CLICKHOUSE_USER: 'reader' },
    {},
  ];
  for (const env of logins) {
    const { first, code } = await diagnose(['--url', other.url, ...healthy], env);
    expect(first).toMatchObject({ check: 'login', says: expect.stringContaining('refused the user or the password') });
    expect(code).toBe(3);
  }
  const { first } = await diagnose(['--url', other.url, ...healthy], {
    CLICKHOUSE_USER: 'reader',
    CLICKHOUSE_PASSWORD: 's3cret',
  });
  expect(first).toBeUndefined();
});

test('TLS to a plain port, plain to a TLS port, an authority that is not trusted', async () => {
  const { cert, key } = certificates.server;
  const secure = await another({ tls: { cert, key } });
  const toPlain = await diagnose(['--url', server.url.replace('http:', 'https:'), ...healthy]);
  expect(toPlain.first).toMatchObject({ check: 'tls' });
  const toTls = await diagnose(['--url', secure.url.replace('https:', 'http:'), ...healthy]);
  expect(toTls.first?.fix).toMatch(/https/i);
  const untrusted = await diagnose(['--url', secure.url, ...healthy]);
  expect(untrusted.first).toMatchObject({ check: 'tls', fix: expect.stringContaining('--ca-cert') });
  expect([toPlain.code, toTls.code, untrusted.code]).toEqual([3, 3, 3]);
  const trusted = await diagnose(['--url', secure.url, '--ca-cert', path.join(folder, 'ca.pem'), ...healthy]);
  expect(trusted.first).toBeUndefined();
});

test('no grant on the table, and none on one column', async () => {
  const denied = (match: string, grant: string) => ({
    exceptions: [
      {
        match,
        code: 497,
        type: 'ACCESS_DENIED',
        message: `reader: Not enough privileges. To execute this query, it's necessary to have the grant ${grant}.`,
      },
    ],
  });
  const onTable = await another(denied('otel_logs|system\\.', 'SELECT(Timestamp) ON default.otel_logs'));
  const table = await diagnose(['--url', onTable.url, ...healthy]);
  expect(table.first).toMatchObject({
    check: 'table',
    fix: expect.stringContaining('GRANT SELECT(Timestamp) ON default.otel_logs'),
  });
  expect(table.code).toBe(3);
  const onBody = await another(denied('Body', 'SELECT(Body) ON default.otel_logs'));
  const body = await diagnose(['--url', onBody.url, ...healthy]);
  expect(body.first).toMatchObject({
    check: 'messages',
    status: 'warning',
    fix: expect.stringContaining('GRANT SELECT(Body) ON default.otel_logs'),
  });
  expect(body.code).toBe(0);
});

test('a clock two minutes off', async () => {
  const other = await another({ clockSkewMs: 120_000 });
  const { first } = await diagnose(['--url', other.url, ...healthy]);
  expect(first).toMatchObject({ check: 'clock', status: 'warning', fix: expect.stringContaining('NTP') });
  expect(first?.says).toMatch(/(2m|1m59)\S* ahead/);
});

test('readonly = 1 is no fault, but then nobody holds --max-rows', async () => {
  const other = await another({ readonly: true });
  const plain = await diagnose(['--url', other.url, ...healthy]);
  expect([plain.first, plain.code]).toEqual([undefined, 0]);
  const limited = await diagnose(['--url', other.url, '--max-rows', '1000000', ...healthy]);
  expect(limited.first).toMatchObject({
    check: 'settings',
    status: 'warning',
    fix: expect.stringContaining('max_rows_to_read'),
  });
});

test('a proxy that answers a page, and a server that never answers', async () => {
  const page = createServer((_, response) => response.writeHead(200).end('<html>Sign in</html>')).listen(
    0,
    '127.0.0.1',
  );
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  onTestFinished(() => void [page, silent].map((one) => (one.closeAllConnections(), one.close())));
  await Promise.all([once(page, 'listening'), once(silent, 'listening')]);
  const at = (one: typeof page) => `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
  const html = await diagnose(['--url', at(page), ...healthy]);
  expect([html.first?.check, html.code]).toEqual(['reach', 3]);
  const run = await runCli([
    'doctor',
    '--no-config',
    '--timeout',
    '3s',
    '--max-lag',
    '1s',
    '--url',
    at(silent),
    ...healthy,
  ]);
  expect([run.code, run.stdout]).toEqual([3, expect.stringMatching(/failure +reach/)]);
});
