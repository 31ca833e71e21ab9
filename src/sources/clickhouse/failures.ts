import { SourceError } from '../../errors.js';

/** What was tried, as a person would name it; holds no user and no password. */
export interface Tried {
  /** `http://host:port`, or the data directory of the embedded engine, or the log files. */
  readonly where: string;
  /** `database.table`, or null for files. */
  readonly table: string | null;
  /** `--url`'s scheme; decides which advice fits. */
  readonly scheme: 'http' | 'https' | 'chdb' | 'file';
}

/** A source's failure, with how often it is worth asking again. */
export class AskError extends SourceError {
  /** Number of the ClickHouse exception, where there was one. */
  readonly exception: number | null;
  /** How often to try in all. */
  readonly tries: number;

  constructor(explained: Explained, tries: number, exception: number | null, cause: unknown) {
    super(explained.code, explained.message, explained.hint, { cause });
    this.exception = exception;
    this.tries = tries;
  }
}

interface Explained {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

type Explain = (tried: Tried, detail: string) => Explained;

/** A connection that was refused or lost heals within a second or not at all; a busy server may take longer. */
const TRIES_ON_CONNECTION = 4;
const TRIES_ON_BUSY = 6;

const NETWORK_HINT = 'Check host and port of --url, and that this machine may reach them.';

/** ClickHouse's own exceptions by number: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp */
const EXCEPTIONS: Readonly<Record<number, Explain>> = {
  47: (tried, detail) => ({
    code: 'unknown-column',
    message: `${nameOfTable(tried)} at ${tried.where} has no such column: ${detail}`,
    hint: 'Name the columns with --columns time=…,level=…,service=…',
  }),
  60: (tried) => ({
    code: 'unknown-table',
    message: `${tried.where} has no table ${tried.table ?? ''}`,
    hint: 'Name the log table with --table, and its database with --database.',
  }),
  81: (tried, detail) => ({
    code: 'unknown-database',
    message: `${tried.where}: ${detail}`,
    hint: 'Name the database with --database.',
  }),
  158: (tried, detail) => ({
    code: 'too-many-rows',
    message: `${tried.where} refused to read so many rows of ${nameOfTable(tried)}: ${detail}`,
    hint: 'Judge a shorter --before, or raise max_rows_to_read for this user.',
  }),
  159: (tried, detail) => ({
    code: 'timeout',
    message: `the query on ${nameOfTable(tried)} took longer than ${tried.where} allows: ${detail}`,
    hint: 'Judge a shorter --before, or raise max_execution_time for this user.',
  }),
  164: (tried, detail) => ({
    code: 'readonly',
    message: `${tried.where} lets this user change no setting: ${detail}`,
    hint: 'Grant the user SELECT on the log table under a profile with readonly=1 or 2.',
  }),
  202: busyExplained,
  241: (tried, detail) => ({
    code: 'memory-limit',
    message: `${tried.where} ran out of the memory it allows a query on ${nameOfTable(tried)}: ${detail}`,
    hint: 'Judge a shorter --before, or raise max_memory_usage for this user.',
  }),
  497: (tried, detail) => ({
    code: 'missing-grant',
    message: `${tried.where} does not let this user read ${nameOfTable(tried)}`,
    hint: grantHint(detail),
  }),
};

const LOGIN_EXCEPTIONS = new Set([192, 193, 194, 492, 516, 590]);

/** Failures of network and TLS by Node's error code. */
const NETWORK: Readonly<Record<string, Explain>> = {
  ECONNREFUSED: ({ where }) => ({
    code: 'refused',
    message: `${where} refused the connection`,
    hint: 'Check host and port of --url, and that the server runs: ClickHouse listens for HTTP on 8123, for HTTPS on 8443.',
  }),
  ENOTFOUND: ({ where }) => ({
    code: 'dns',
    message: `the host name of ${where} is not known`,
    hint: 'Check the host name in --url.',
  }),
  EAI_AGAIN: ({ where }) => ({
    code: 'dns',
    message: `the host name of ${where} could not be looked up`,
    hint: 'Check the DNS of this machine and the host name in --url.',
  }),
  ECONNRESET: ({ where, scheme }) => ({
    code: 'cut',
    message: `the connection to ${where} was cut before the answer was complete`,
    hint:
      scheme === 'http'
        ? 'Try again; if it stays, see the server’s log, or write https:// where the port speaks TLS.'
        : 'Try again; if it stays, see the log of the server or the proxy between.',
  }),
  EPIPE: (tried, detail) => explain('ECONNRESET', tried, detail),
  ETIMEDOUT: ({ where }) => ({ code: 'unreachable', message: `${where} did not answer in time`, hint: NETWORK_HINT }),
  EHOSTUNREACH: ({ where }) => ({ code: 'unreachable', message: `${where} cannot be reached`, hint: NETWORK_HINT }),
  ENETUNREACH: ({ where }) => ({ code: 'unreachable', message: `${where} cannot be reached`, hint: NETWORK_HINT }),
  EPROTO: (tried, detail) => ({
    code: 'tls',
    message: /wrong version number|packet length too long/.test(detail)
      ? `${tried.where} does not speak TLS on this port`
      : `${tried.where} broke off the TLS handshake: ${detail}`,
    hint: 'Write http:// for a plain port (ClickHouse: 8123), https:// for a TLS port (8443); a server may also ask for --client-cert.',
  }),
  ERR_TLS_CERT_ALTNAME_INVALID: ({ where }) => ({
    code: 'tls',
    message: `the certificate of ${where} is for another host name`,
    hint: 'Use the host name in the certificate for --url.',
  }),
  // chdb writes why to stderr and says here only that it failed.
  CHDB_CONNECTION: ({ where }) => ({
    code: 'locked',
    message: `the data directory ${where} cannot be opened`,
    hint: 'Only one process can have it open: end the other one, or check the rights of the folder.',
  }),
  CERT_HAS_EXPIRED: ({ where }) => ({
    code: 'tls',
    message: `the certificate of ${where} has expired`,
    hint: 'Renew the certificate of the server.',
  }),
};

/** Node's names for a certificate that nobody we trust has signed. */
const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
]);

const RETRIED = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);

/** What a thrown error means, from whichever of the client, Node or the embedded engine it came. */
export function failureOfError(error: unknown, tried: Tried): AskError {
  if (error instanceof AskError) return error;
  const message = textOf(error);
  const exception = exceptionIn(message) ?? exceptionByShape(error);
  if (exception !== null) return failureOfException(exception, tried, error);
  const code = nodeCode(error);
  const detail = firstLine(message);
  if (code !== null && UNTRUSTED.has(code)) return new AskError(untrusted(tried), 1, null, error);
  if (code !== null && code in NETWORK) {
    return new AskError(explain(code, tried, detail), RETRIED.has(code) ? TRIES_ON_CONNECTION : 1, null, error);
  }
  if (code?.startsWith('HPE_') === true)
    return new AskError(notClickHouse(tried, 'with something that is not HTTP'), 1, null, error);
  if (code?.startsWith('ERR_SSL_') === true || code?.startsWith('ERR_OSSL_') === true) {
    return new AskError(explain('EPROTO', tried, detail), 1, null, error);
  }
  if (message === 'Timeout error.') return new AskError(silent(tried), 1, null, error);
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || message === 'aborted' || message === 'socket hang up') {
    return new AskError(explain('ECONNRESET', tried, detail), TRIES_ON_CONNECTION, null, error);
  }
  const explained = { code: 'failed', message: `asking ${tried.where} failed: ${detail}`, hint: NETWORK_HINT };
  return new AskError(explained, 1, null, error);
}

/** What an answer means that is not the result: an exception, a login, a proxy's page, or anything else. */
export function failureOfAnswer(
  {
    status,
    headers,
    body,
  }: { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: string },
  tried: Tried,
): AskError {
  const exception = exceptionIn(body);
  if (exception !== null) return failureOfException(exception, tried, undefined);
  const header = Number(headers['x-clickhouse-exception-code']);
  if (header > 0) return failureOfException({ number: header, detail: firstLine(body) }, tried, undefined);
  if (status === 401 || status === 403) return new AskError(loginRefused(tried), 1, null, undefined);
  if ([429, 502, 503, 504].includes(status)) {
    return new AskError(busyExplained(tried, `status ${status}`), TRIES_ON_BUSY, null, undefined);
  }
  if (body.includes('clickhouse-client program')) {
    const explained = {
      code: 'not-clickhouse',
      message: `${tried.where} is ClickHouse’s native port, which does not speak HTTP`,
      hint: 'Use the HTTP port in --url: 8123, or 8443 with https://.',
    };
    return new AskError(explained, 1, null, undefined);
  }
  if (/HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS/i.test(body)) {
    const explained = {
      code: 'tls',
      message: `${tried.where} speaks TLS on this port`,
      hint: 'Write https:// in --url.',
    };
    return new AskError(explained, 1, null, undefined);
  }
  const isPage = /^\s*<(!doctype|html|\?xml)/i.test(body) || String(headers['content-type']).includes('text/html');
  const what = isPage
    ? 'with a web page'
    : status === 200
      ? 'with something that is not a result'
      : 'in a way ClickHouse does not';
  return new AskError(notClickHouse(tried, `${what} (status ${status})`), 1, null, undefined);
}

interface Exception {
  readonly number: number;
  readonly detail: string;
}

function failureOfException({ number, detail }: Exception, tried: Tried, cause: unknown): AskError {
  if (LOGIN_EXCEPTIONS.has(number)) return new AskError(loginRefused(tried), 1, number, cause);
  const known = EXCEPTIONS[number];
  const explained = known?.(tried, detail) ?? {
    code: 'exception',
    message: `${tried.where} answered with exception ${number}: ${detail}`,
    hint: 'See what the exception says; --dry-run shows the query.',
  };
  return new AskError(explained, 1, number, cause);
}

/** An exception in the server's own words, at the start of an error or in the middle of a result. */
export function exceptionIn(text: string): Exception | null {
  const found = /Code: (\d+)\. DB::[\w:]*Exception: ([^]*)/.exec(text);
  if (found === null) return null;
  return { number: Number(found[1]), detail: withoutUser(firstLine(found[2] ?? '')) };
}

/** The client's ClickHouseError, which may come from another copy of its package: known by its shape. */
function exceptionByShape(error: unknown): Exception | null {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('type' in error)) return null;
  const number = Number(error.code);
  return Number.isInteger(number) ? { number, detail: withoutUser(firstLine(textOf(error))) } : null;
}

function explain(code: string, tried: Tried, detail: string): Explained {
  return (
    NETWORK[code]?.(tried, detail) ?? {
      code: 'failed',
      message: `asking ${tried.where} failed: ${detail}`,
      hint: NETWORK_HINT,
    }
  );
}

function loginRefused({ where }: Tried): Explained {
  return {
    code: 'login',
    message: `${where} refused the user or the password`,
    hint: 'Set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD, or give --password-file.',
  };
}

function busyExplained({ where }: Tried, detail: string): Explained {
  return {
    code: 'busy',
    message: `${where} is busy or not ready (${detail})`,
    hint: 'Try again later, or see the server’s log.',
  };
}

function untrusted({ where }: Tried): Explained {
  return {
    code: 'tls',
    message: `the certificate of ${where} is not signed by an authority this machine trusts`,
    hint: 'Give the authority’s certificate with --ca-cert FILE.',
  };
}

function silent({ where }: Tried): Explained {
  return { code: 'timeout', message: `${where} stopped answering`, hint: 'Try again, or give a longer --timeout.' };
}

function notClickHouse({ where, scheme }: Tried, how: string): Explained {
  const tls = scheme === 'http' ? ' Write https:// where the port speaks TLS.' : '';
  return {
    code: 'not-clickhouse',
    message: `${where} answered ${how}, so this is not ClickHouse or a proxy is in between`,
    hint: `Check host and port of --url: ClickHouse listens for HTTP on 8123, for HTTPS on 8443.${tls}`,
  };
}

function grantHint(detail: string): string {
  const grant = /have the grant (.+? ON [^\s(]+)/.exec(detail)?.[1]?.replace(/[.,;]+$/, '');
  return grant === undefined
    ? 'Grant the user SELECT on the log table.'
    : `Let an administrator run: GRANT ${grant} TO the user.`;
}

function nameOfTable({ table, where }: Tried): string {
  return table ?? where;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function nodeCode(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}

const DETAIL_LENGTH = 240;

/** One line of the server's words, without its version and without what a query's scope repeats. */
function firstLine(text: string): string {
  const line = (text.split('\n', 1)[0] ?? '')
    .replace(/ \(version [^]*$/, '')
    .replace(/ In scope [^]*$/i, '')
    .replace(/ in scope SELECT[^]*$/i, '')
    .trim();
  return line.length <= DETAIL_LENGTH ? line : `${line.slice(0, DETAIL_LENGTH)}…`;
}

/** ClickHouse puts the user's name in front of what it denies. */
function withoutUser(detail: string): string {
  return detail.replace(/^\S+: (?=Not enough privileges|Authentication failed)/, '');
}
