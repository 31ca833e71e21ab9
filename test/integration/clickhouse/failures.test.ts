import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { SourceError } from '../../../src/errors.js';
import type { ServerSettings } from '../../../src/sources/settings.js';
import { makeCertificates, type Certificates } from '../../helpers/certificates.js';
import { startClickHouse, type ClickHouseServer } from '../../helpers/clickhouse-http.js';
import { NEVER, windowsAround, withSource } from '../../helpers/log-source.js';
import { createOtelLogs, insertOtelLogs } from '../../helpers/otel-logs.js';
import { startTcpProxy, type TcpProxy } from '../../helpers/tcp-proxy.js';

const RELEASE_MS = Date.parse('2026-03-01T12:00:00Z');
const WINDOWS = windowsAround(RELEASE_MS);
const PASSWORD = 'a-secret-word';

let server: ClickHouseServer;
let proxy: TcpProxy;
let certificates: Certificates;

beforeAll(async () => {
  server = await startClickHouse({
    user: { name: 'reader', password: PASSWORD },
    exceptions: [
      {
        match: 'FROM `denied`',
        code: 497,
        type: 'ACCESS_DENIED',
        message:
          "reader: Not enough privileges. To execute this query, it's necessary to have the grant SELECT(Timestamp, ServiceName) ON default.denied.",
      },
    ],
  });
  await server.run(createOtelLogs());
  await server.run(createOtelLogs('denied'));
  await server.run(insertOtelLogs([{ atMs: RELEASE_MS, service: 'pay', level: 'ERROR' }]));
  proxy = await startTcpProxy({ port: server.port });
  certificates = await makeCertificates();
});

afterAll(async () => {
  await proxy.close();
  await server.close();
});

const at = (url: string, more: Partial<ServerSettings> = {}): ServerSettings => ({
  kind: 'clickhouse',
  url,
  username: 'reader',
  password: PASSWORD,
  columns: {},
  ...more,
});

/** Connects, reads, and answers how that failed. */
async function failure(settings: ServerSettings): Promise<SourceError> {
  const error = await withSource(settings, {}, async (source) => {
    await source.connect(NEVER);
    await source.read(WINDOWS, WINDOWS.after.toMs, NEVER);
  }).then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown as Error,
  );
  expect(error).toMatchObject({ name: 'SourceError' });
  expect(error.message).not.toContain('\n');
  const told = `${error.message} ${(error as SourceError).hint} ${JSON.stringify(error)}`;
  expect(told).not.toMatch(/a-secret-word|another-secret|reader/);
  return error as SourceError;
}

describe('the server answers', () => {
  test.for([
    { more: { password: 'another-secret' }, code: 'login', message: 'refused the user or the password' },
    { more: { username: 'stranger' }, code: 'login', message: 'refused the user or the password' },
    { more: { database: 'nowhere' }, code: 'unknown-database', message: 'nowhere' },
    { more: { table: 'nowhere.logs' }, code: 'unknown-database', message: 'nowhere' },
    { more: { table: 'otel_lgos' }, code: 'unknown-table', message: 'has no table otel_lgos' },
    { more: { columns: { time: 'at' } }, code: 'unknown-column', message: 'there is no column "at"' },
    { more: { table: 'denied' }, code: 'missing-grant', message: 'does not let this user read denied' },
  ] as const)('$code for $more', async ({ more, code, message }) => {
    const error = await failure(at(server.url, more));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    if (code !== 'unknown-column') expect(error.message).toContain(`http://127.0.0.1:${server.port}`);
  });

  test('tables of the database that was named are the likeliest', async () => {
    await server.run('CREATE DATABASE shop');
    for (const table of ['default.shoppers', 'shop.lines']) {
      await server.run(`CREATE TABLE ${table} (a Int8) ENGINE = MergeTree ORDER BY a`);
    }
    const { hint } = await failure(at(server.url, { table: 'shop.line' }));
    expect(hint).toMatch(/^Name the log table with --table\. There is: shop\.lines, /);
  });

  test('the grant that is missing is the hint', async () => {
    const { hint } = await failure(at(server.url, { table: 'denied' }));
    expect(hint).toBe('Let an administrator run: GRANT SELECT(Timestamp, ServiceName) ON default.denied TO the user.');
  });

  test.for([
    {
      code: 'timeout',
      number: 159,
      type: 'TIMEOUT_EXCEEDED',
      message: 'Timeout exceeded: elapsed 5.1 seconds, maximum: 5',
    },
    { code: 'memory-limit', number: 241, type: 'MEMORY_LIMIT_EXCEEDED', message: 'Query memory limit exceeded' },
    { code: 'too-many-rows', number: 158, type: 'TOO_MANY_ROWS', message: 'Limit for rows exceeded' },
    {
      code: 'unknown-column',
      number: 47,
      type: 'UNKNOWN_IDENTIFIER',
      message: 'Unknown expression identifier `x` in scope SELECT x',
    },
    { code: 'exception', number: 999, type: 'KEEPER_EXCEPTION', message: 'Coordination lost' },
  ])('exception $number is $code, in the header, in the body, or in the middle of a result', async (planned) => {
    const text = `Code: ${planned.number}. DB::Exception: ${planned.message}. (${planned.type}) (version 26.7.2.1)\n`;
    const bodies: ((response: ServerResponse) => void)[] = [
      (response) => response.writeHead(500, { 'X-ClickHouse-Exception-Code': String(planned.number) }).end(text),
      (response) => response.writeHead(500).end(text),
      (response) => response.writeHead(200).end(`{"meta":[],"data":[{"now_ms":1},\n${text}`),
      (response) => response.writeHead(200).end(`{"meta":[],"data":[],"rows":0,"exception":${JSON.stringify(text)}}`),
      (response) =>
        response
          .writeHead(200)
          .end(`{"meta":[],\r\n__exception__\r\nabcdefghijklmnop\r\n${text}99 abcdefghijklmnop\r\n__exception__\r\n`),
    ];
    for (const body of bodies) {
      const error = await failureAgainst(body);
      expect(error).toMatchObject({ code: planned.code, asked: 1 });
      expect(error.message).not.toMatch(/version 26|in scope/);
    }
  });

  test('the engine’s own limits are told in the same words, and ours never loosen them', async () => {
    const dataDirectory = temporaryFolder();
    const filler = await startClickHouse({ dataDirectory });
    await filler.run(createOtelLogs());
    await filler.run(insertOtelLogs([{ atMs: RELEASE_MS, service: 'pay', count: 5000, body: 'x'.repeat(500) }]));
    await filler.run('CREATE VIEW slow AS SELECT * FROM otel_logs WHERE sleepEachRow(0.0005) = 0');
    await filler.run(
      'CREATE VIEW wide AS SELECT * FROM otel_logs WHERE arrayExists(x -> x = -1, range(length(Body) * 20000)) = 0',
    );
    await filler.close();
    const cases = [
      { profile: { max_rows_to_read: 100 }, table: 'otel_logs', code: 'too-many-rows' },
      { profile: { max_execution_time: 1, max_block_size: 100 }, table: 'slow', code: 'timeout' },
      { profile: { max_memory_usage: 3_000_000, max_untracked_memory: 1 }, table: 'wide', code: 'memory-limit' },
    ];
    for (const { profile, table, code } of cases) {
      const strict = await startClickHouse({ dataDirectory, profile });
      expect(await failure(at(strict.url, { table }))).toMatchObject({ code });
      await strict.close();
    }
  });

  test('--max-rows holds a read to so many rows, and never loosens a stricter limit', async () => {
    const free = await startClickHouse();
    await free.run(createOtelLogs());
    await free.run(insertOtelLogs([{ atMs: RELEASE_MS, service: 'pay', count: 5000 }]));
    expect(await failure(at(free.url, { maxRows: 100 }))).toMatchObject({ code: 'too-many-rows' });
    await withSource(at(free.url, { maxRows: 100_000 }), {}, async (source) => {
      await source.connect(NEVER);
      expect((await source.read(WINDOWS, WINDOWS.after.toMs, NEVER)).buckets).toHaveLength(1);
    });
    await free.close();
    const strict = await startClickHouse({ profile: { max_rows_to_read: 50 } });
    await withSource(at(strict.url, { maxRows: 100 }), {}, (source) => source.connect(NEVER).catch(() => null));
    expect(strict.received.map(({ settings }) => settings['max_rows_to_read'])).not.toContain('100');
    await strict.close();
  });
});

describe('the network', () => {
  test('refused, after a few tries', async () => {
    const error = await failure(at('http://127.0.0.1:1'));
    expect(error).toMatchObject({ code: 'refused', message: 'http://127.0.0.1:1 refused the connection' });
  });

  test('a host name that nobody knows', async () => {
    const error = await failure(at('http://no-such-host.invalid:8123'));
    expect(error).toMatchObject({ code: 'dns' });
    expect(error.message).toContain('no-such-host.invalid:8123');
  });

  test.for([
    { kind: 'cut', afterBytes: 300, code: 'cut', struck: 4 },
    { kind: 'refuse', code: 'cut', struck: 4 },
    { kind: 'garble', afterBytes: 0, code: 'not-clickhouse', struck: 1 },
  ] as const)('$kind in the middle of a query is $code after $struck tries', async ({ code, struck, ...fault }) => {
    const before = proxy.struck();
    proxy.fail({ ...fault, when: 'GROUP BY' });
    expect(await failure(at(proxy.url))).toMatchObject({ code });
    expect(proxy.struck() - before).toBe(struck);
    proxy.fail(null);
  });

  test('one cut connection heals by itself', async () => {
    proxy.fail({ kind: 'cut', afterBytes: 100, when: 'GROUP BY' }, 2);
    const reading = await withSource(at(proxy.url), {}, async (source) => {
      await source.connect(NEVER);
      return await source.read(WINDOWS, WINDOWS.after.toMs, NEVER);
    });
    expect(reading.buckets).toHaveLength(1);
    proxy.fail(null);
  });

  test('a server that dies during the query fails within two seconds', async () => {
    const mortal = await startClickHouse();
    await mortal.run(createOtelLogs());
    await mortal.run(insertOtelLogs([{ atMs: RELEASE_MS, service: 'pay', count: 100 }]));
    await mortal.run('CREATE VIEW slow AS SELECT * FROM otel_logs WHERE sleepEachRow(0.025) = 0');
    let killedAt = 0;
    setTimeout(() => {
      killedAt = performance.now();
      mortal.kill();
    }, 700);
    const error = await failure(at(mortal.url, { table: 'slow' }));
    expect(['refused', 'cut']).toContain(error.code);
    expect(performance.now() - killedAt).toBeLessThan(2000);
    await mortal.close();
  });

  test.for([
    { status: 429, tries: 6 },
    { status: 502, tries: 6 },
    { status: 503, tries: 6 },
    { status: 504, tries: 6 },
    { status: 400, tries: 1 },
    { status: 404, tries: 1 },
    { status: 500, tries: 1 },
  ])('status $status from a proxy is asked $tries times', async ({ status, tries }) => {
    const error = await failureAgainst((response) => {
      response.writeHead(status, { 'Content-Type': 'text/html' }).end('<html><h1>nginx</h1></html>');
    });
    expect(error).toMatchObject({ code: tries > 1 ? 'busy' : 'not-clickhouse', asked: tries });
    expect(error.message).toContain(`status ${status}`);
  });

  test.for([
    { body: '<!DOCTYPE html><html>login</html>', says: 'with a web page (status 200)' },
    { body: 'Ok.\n', says: 'with something that is not a result (status 200)' },
    { body: '{"data":[{}],"rows":2}', says: 'with something that is not a result (status 200)' },
    { body: '{"meta":[],"data":[{"now_ms":1},', says: 'with something that is not a result (status 200)' },
    { body: '', says: 'with something that is not a result (status 200)' },
  ])('$body is not ClickHouse', async ({ body, says }) => {
    const error = await failureAgainst((response) => response.writeHead(200).end(body));
    expect(error).toMatchObject({ code: 'not-clickhouse' });
    expect(error.message).toContain(says);
  });

  test('whole JSON with values that make no sense is told', async () => {
    const answer =
      '{"meta":[],"data":[{"now_ms":"soon"}],"rows":1,"statistics":{"elapsed":0.1,"rows_read":1,"bytes_read":1}}';
    expect(await failureAgainst((response) => response.end(answer))).toMatchObject({ code: 'odd-answer' });
  });

  test('an endless page is not read to its end', async () => {
    let written = 0;
    const error = await failureAgainst((response) => {
      response.writeHead(502, { 'Content-Type': 'text/html' });
      const more = (): void => {
        while (!response.destroyed && written < 2 ** 30) {
          written += 2 ** 16;
          if (!response.write(Buffer.alloc(2 ** 16, 'x'))) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    });
    expect(error.code).toBe('busy');
    expect(written / 6).toBeLessThan(16 * 2 ** 20);
  });

  test('an abort ends a request that hangs, and the pause between tries', async () => {
    const reason = new Error('SIGINT');
    for (const fault of [{ kind: 'hang' }, { kind: 'refuse' }] as const) {
      proxy.fail(fault);
      const interrupt = new AbortController();
      const started = performance.now();
      setTimeout(() => interrupt.abort(reason), 60);
      const slow = { now: Date.now, random: () => 1, sleep: (ms: number, signal: AbortSignal) => pause(ms, signal) };
      await withSource(
        at(proxy.url),
        {},
        async (source) => {
          await expect(source.connect(interrupt.signal)).rejects.toBe(reason);
        },
        slow,
      );
      expect(performance.now() - started).toBeLessThan(500);
    }
    proxy.fail(null);
  });
});

describe('TLS', () => {
  let secure: ClickHouseServer;
  let misnamed: ClickHouseServer;
  let mutual: ClickHouseServer;
  const caCert = () => Buffer.from(certificates.caCert);

  beforeAll(async () => {
    [secure, misnamed, mutual] = await Promise.all([
      startClickHouse({ tls: certificates.server }),
      startClickHouse({ tls: certificates.elsewhere }),
      startClickHouse({
        tls: { ...certificates.server, clientCa: certificates.caCert },
        user: { name: 'reader', password: PASSWORD },
      }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([secure.close(), misnamed.close(), mutual.close()]);
  });

  const greets = async (settings: ServerSettings) =>
    await withSource({ ...settings, table: 'system.tables' }, {}, async (source) => await source.connect(NEVER)).catch(
      (error: unknown) => error,
    );

  test('a certificate signed by the given authority is trusted', async () => {
    // No otel_logs there: what fails is only the table.
    expect(await greets(at(secure.url, { tls: { caCert: caCert() } }))).toMatchObject({ code: 'unknown-columns' });
  });

  test.for([
    {
      why: 'an authority nobody knows',
      at: () => at(secure.url),
      message: 'is not signed by an authority this machine trusts',
    },
    {
      why: 'the wrong authority',
      at: () => at(secure.url, { tls: { caCert: Buffer.from(certificates.client.cert) } }),
      message: 'is not signed by an authority this machine trusts',
    },
    {
      why: 'another host name',
      at: () => at(misnamed.url, { tls: { caCert: caCert() } }),
      message: 'is for another host name',
    },
    {
      why: 'TLS to a plain port',
      at: () => at(server.url.replace('http:', 'https:')),
      message: 'does not speak TLS on this port',
    },
    { why: 'no client certificate', at: () => at(mutual.url, { tls: { caCert: caCert() } }), message: 'TLS' },
  ])('$why', async ({ at: settings, message }) => {
    const error = await failure(settings());
    expect(error).toMatchObject({ code: 'tls' });
    expect(error.message).toContain(message);
  });

  test('plain HTTP to a TLS port advises https', async () => {
    const error = await failure(at(secure.url.replace('https:', 'http:')));
    expect(error.hint).toContain('https://');
  });

  test('a client certificate goes along with a password', async () => {
    const tls = {
      caCert: caCert(),
      cert: Buffer.from(certificates.client.cert),
      key: Buffer.from(certificates.client.key),
    };
    expect(await greets(at(mutual.url, { tls }))).toMatchObject({ code: 'unknown-columns' });
  });

  test('files that are no certificates are the person’s to put right', async () => {
    expect(await greets(at(secure.url, { tls: { caCert: Buffer.from('not a certificate') } }))).toMatchObject({
      name: 'UserError',
    });
  });
});

describe('the embedded engine', () => {
  const embedded = async (dataDirectory: string) =>
    await withSource({ kind: 'chdb', path: dataDirectory, columns: {} }, {}, (source) => source.connect(NEVER)).catch(
      (error: unknown) => error,
    );

  test('a data directory that is not there is not made', async () => {
    const missing = path.join(temporaryFolder(), 'missing');
    expect(await embedded(missing)).toMatchObject({
      name: 'UserError',
      message: `there is no data directory ${missing}`,
    });
    expect(existsSync(missing)).toBe(false);
  });

  test('a folder without a database in it stays as it is', async () => {
    const folder = temporaryFolder();
    expect(await embedded(folder)).toMatchObject({ name: 'UserError', message: `${folder} holds no ClickHouse data` });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a data directory that another process has open is told', async () => {
    expect(await embedded(server.dataDirectory)).toMatchObject({ name: 'SourceError', code: 'locked' });
  });
});

test('a user who may read some columns only is shown them by system.columns', async () => {
  const strict = await startClickHouse({
    exceptions: [{ match: 'DESCRIBE', code: 497, type: 'ACCESS_DENIED', message: 'reader: Not enough privileges.' }],
  });
  await strict.run(createOtelLogs());
  await strict.run(insertOtelLogs([{ atMs: RELEASE_MS, service: 'pay', level: 'ERROR' }]));
  await withSource(at(strict.url), {}, async (source) => {
    await source.connect(NEVER);
    expect(source.info.layout).toBe('otel-logs');
    expect((await source.read(WINDOWS, WINDOWS.after.toMs, NEVER)).buckets).toHaveLength(1);
  });
  await strict.close();
});

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A server that always answers so; the failure tells how often it was asked. */
async function failureAgainst(answer: (response: ServerResponse) => unknown): Promise<SourceError & { asked: number }> {
  let asked = 0;
  const canned: Server = createServer((request, response) => {
    asked += 1;
    request.resume().on('end', () => answer(response));
  });
  await new Promise<void>((resolve) => canned.listen(0, '127.0.0.1', resolve));
  const { port } = canned.address() as AddressInfo;
  try {
    const error = await failure(at(`http://127.0.0.1:${port}`));
    return Object.assign(error, { asked });
  } finally {
    canned.closeAllConnections();
    canned.close();
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
