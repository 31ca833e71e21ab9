// The child process behind clickhouse-http.ts: the real engine with the part of ClickHouse's HTTP interface that
// @clickhouse/client speaks. One engine a process, because libchdb binds one data directory a process.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { Session } from 'chdb';
import type { ClickHouseServerOptions, ReceivedQuery } from './clickhouse-http.js';

/** URL parameters of the HTTP interface itself; every other one is a setting of the query. */
const OWN_PARAMETERS = new Set([
  'query',
  'query_id',
  'database',
  'user',
  'password',
  'quota_key',
  'session_id',
  'session_timeout',
  'session_check',
  'default_format',
  'role',
  'compress',
  'decompress',
  'stacktrace',
  'buffer_size',
  'wait_end_of_query',
]);

/** Settings that act in the server's HTTP layer, which the embedded engine does not have. */
const HTTP_LAYER_SETTINGS = /^(enable_http_compression|send_progress_in_http_headers|http_)/;

/** What a server answers by exception code: exceptionCodeToHTTPStatus in ClickHouse's src/Server/HTTP. */
const STATUS_BY_CODE: Readonly<Record<number, number>> = {
  36: 400,
  53: 400,
  62: 400,
  117: 400,
  69: 400,
  27: 400,
  38: 400,
  41: 400,
  457: 400,
  46: 404,
  47: 404,
  50: 404,
  60: 404,
  73: 404,
  81: 404,
  115: 404,
  192: 403,
  193: 403,
  194: 401,
  516: 403,
  159: 408,
  209: 503,
  439: 503,
  48: 501,
  229: 413,
};

class Refusal extends Error {
  readonly code: number;
  readonly status: number | undefined;
  constructor(code: number, message: string, status?: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

process.once('message', (options: ClickHouseServerOptions & { dataDirectory: string }) => {
  // The base session keeps the data directory bound; each request gets its own, so settings never leak between them.
  const base = new Session(options.dataDirectory);
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    void answer(request, response, options);
  };
  const server = options.tls
    ? createTlsServer(
        {
          cert: options.tls.cert,
          key: options.tls.key,
          ...(options.tls.clientCa && { ca: options.tls.clientCa, requestCert: true, rejectUnauthorized: true }),
        },
        listener,
      )
    : createServer(listener);
  server.keepAliveTimeout = 10_000;
  server.listen(options.port ?? 0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.({ kind: 'listening', port: typeof address === 'object' ? address?.port : undefined });
  });
  process.once('disconnect', () => {
    base.close();
    process.exitCode = 0;
    // The engine's threads keep the loop alive.
    setImmediate(() => process.kill(process.pid, 'SIGKILL'));
  });
});

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ClickHouseServerOptions & { dataDirectory: string },
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const queryId = url.searchParams.get('query_id') ?? randomUUID();
  response.setHeader('X-ClickHouse-Server-Display-Name', 'test');
  response.setHeader('X-ClickHouse-Query-Id', queryId);
  response.setHeader('X-ClickHouse-Timezone', 'UTC');
  if (url.pathname === '/ping' || (request.method === 'GET' && !url.searchParams.has('query'))) {
    response.end('Ok.\n');
    return;
  }
  try {
    const body = await textOf(request);
    const sql = [url.searchParams.get('query') ?? '', body].filter((part) => part !== '').join('\n');
    const settings = [...url.searchParams].filter(([name]) => !OWN_PARAMETERS.has(name) && !name.startsWith('param_'));
    const received: ReceivedQuery = {
      sql,
      settings: Object.fromEntries(settings),
      parameters: Object.fromEntries(
        [...url.searchParams]
          .filter(([name]) => name.startsWith('param_'))
          .map(([name, value]) => [name.slice(6), value]),
      ),
      userAgent: request.headers['user-agent'] ?? '',
      acceptEncoding: request.headers['accept-encoding'] ?? '',
    };
    process.send?.({ kind: 'query', received });
    checkCredentials(request, url, options);
    const planned = options.exceptions?.find(({ match }) => new RegExp(match, 's').test(sql));
    if (planned) throw new Refusal(planned.code, `${planned.message} (${planned.type})`, planned.status);
    const { text, format, summary } = await run(sql, received, url, options);
    response.setHeader(
      'Content-Type',
      format.startsWith('JSON') ? 'application/json; charset=UTF-8' : 'text/plain; charset=UTF-8',
    );
    response.setHeader('X-ClickHouse-Format', format);
    response.setHeader('X-ClickHouse-Summary', JSON.stringify(summary));
    response.end(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof Refusal ? error.code : Number(/^Code: (\d+)/.exec(message)?.[1] ?? 1000);
    const status = (error instanceof Refusal ? error.status : undefined) ?? STATUS_BY_CODE[code] ?? 500;
    const prefix = message.startsWith('Code:') ? '' : `Code: ${code}. DB::Exception: `;
    response.statusCode = status;
    response.setHeader('Content-Type', 'text/plain; charset=UTF-8');
    response.setHeader('X-ClickHouse-Exception-Code', String(code));
    response.end(`${prefix}${message.trim()} (version 26.7.2.1 (official build))\n`);
  }
}

async function run(
  sql: string,
  received: ReceivedQuery,
  url: URL,
  options: ClickHouseServerOptions & { dataDirectory: string },
) {
  const { refusedSetting } = options;
  if (refusedSetting !== undefined && refusedSetting.name in received.settings) {
    throw new Refusal(
      refusedSetting.code,
      `Setting ${refusedSetting.name} should not be changed. (SETTING_CONSTRAINT_VIOLATION)`,
    );
  }
  const httpSetting = Object.keys(received.settings).find((name) => HTTP_LAYER_SETTINGS.test(name));
  if (options.readonly && httpSetting !== undefined) {
    throw new Refusal(164, `Cannot modify '${httpSetting}' setting in readonly mode. (READONLY)`);
  }
  const statements = [
    ...Object.entries(received.parameters).map(([name, value]) => `SET param_${identifier(name)} = ${literal(value)}`),
    ...(url.searchParams.has('database')
      ? [`USE \`${(url.searchParams.get('database') ?? '').replaceAll('`', '\\`')}\``]
      : []),
    'SET use_query_condition_cache = 0',
    ...Object.entries(options.profile ?? {}).map(
      ([name, value]) => `SET ${identifier(name)} = ${literal(String(value))}`,
    ),
    ...(options.readonly ? ['SET readonly = 1'] : []),
    ...Object.entries(received.settings)
      .filter(([name]) => !HTTP_LAYER_SETTINGS.test(name))
      .map(([name, value]) => `SET ${identifier(name)} = ${literal(value)}`),
  ];
  const skewed =
    options.clockSkewMs === undefined
      ? sql
      : sql.replaceAll(/\bnow64\(3\)/g, `(now64(3) + toIntervalMillisecond(${options.clockSkewMs}))`);
  const format =
    url.searchParams.get('default_format') ?? /\bFORMAT\s+(\w+)\s*;?\s*$/i.exec(sql)?.[1] ?? 'TabSeparated';
  const session = new Session(options.dataDirectory);
  try {
    const result = await session.queryAsync([...statements, skewed].join(';\n'), { format });
    return {
      text: result.text(),
      format,
      summary: {
        read_rows: String(result.rowsRead),
        read_bytes: String(result.bytesRead),
        written_rows: '0',
        written_bytes: '0',
        total_rows_to_read: '0',
        result_rows: '0',
        result_bytes: '0',
        elapsed_ns: String(Math.round(result.elapsed * 1e9)),
      },
    };
  } finally {
    session.close();
  }
}

/** As the server does it: X-ClickHouse-User and -Key, else HTTP Basic, else the URL, else the user `default` without a password. */
function checkCredentials(request: IncomingMessage, url: URL, options: ClickHouseServerOptions): void {
  if (options.user === undefined) return;
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const [basicUser, ...basicPassword] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString().split(':');
  const user = request.headers['x-clickhouse-user'] ?? basicUser ?? url.searchParams.get('user') ?? 'default';
  const password =
    request.headers['x-clickhouse-key'] ??
    (basicUser === undefined ? undefined : basicPassword.join(':')) ??
    url.searchParams.get('password') ??
    '';
  if (user === options.user.name && password === options.user.password) return;
  throw new Refusal(
    516,
    `${String(user)}: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)`,
  );
}

function identifier(name: string): string {
  if (!/^\w+$/.test(name)) throw new Refusal(36, `Bad name ${JSON.stringify(name)}. (BAD_ARGUMENTS)`);
  return name;
}

/** The HTTP interface takes the value as it stands; here it travels through a SQL literal. */
function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
