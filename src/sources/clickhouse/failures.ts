import { SourceError } from '../../errors.js';
import { busyExplained, EXCEPTIONS, LOGIN_EXCEPTIONS, loginRefused } from './explain-exception.js';
import { explain, NETWORK, NETWORK_HINT, RETRIED, silent, untrusted, UNTRUSTED } from './explain-network.js';
import type { Explained, Tried } from './explained.js';

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

/** A connection that was refused or lost heals within a second or not at all; a busy server may take longer. */
const TRIES_ON_CONNECTION = 4;
const TRIES_ON_BUSY = 6;

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
  const explained: Explained = {
    code: 'failed',
    message: `asking ${tried.where} failed: ${detail}`,
    hint: NETWORK_HINT,
  };
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
    const explained: Explained = {
      code: 'not-clickhouse',
      message: `${tried.where} is ClickHouse’s native port, which does not speak HTTP`,
      hint: 'Use the HTTP port in --url: 8123, or 8443 with https://.',
    };
    return new AskError(explained, 1, null, undefined);
  }
  if (/HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS/i.test(body)) {
    const explained: Explained = {
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
  const explained: Explained = known?.(tried, detail) ?? {
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

function notClickHouse({ where, scheme }: Tried, how: string): Explained {
  const tls = scheme === 'http' ? ' Write https:// where the port speaks TLS.' : '';
  return {
    code: 'not-clickhouse',
    message: `${where} answered ${how}, so this is not ClickHouse or a proxy is in between`,
    hint: `Check host and port of --url: ClickHouse listens for HTTP on 8123, for HTTPS on 8443.${tls}`,
  };
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
