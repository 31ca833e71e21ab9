import { UserError } from '../errors.js';
import type { ColumnNames, SourceSettings } from '../sources/settings.js';
import { fileBytes, keyValue, quoted, text, texts, type Env, type RawFlags } from './fields.js';

/** Where the series of a judgement come from: asked from an engine, or recorded in a file (`-` is stdin). */
export type SeriesOrigin = { readonly kind: 'recorded'; readonly file: string } | SourceSettings;

const NO_SOURCE_HINT =
  'Give --url http://HOST:8123 (or set CLICKHOUSE_URL), --url chdb:PATH, --logs FILE or --series FILE; try canary-verdict demo.';

/** Reads where to ask from flags first, then from the environment. */
export function readOrigin(flags: RawFlags, env: Env): SeriesOrigin {
  const url = text(flags, 'url');
  const series = text(flags, 'series');
  const files = texts(flags, 'logs');
  const named = [
    url === undefined ? '' : '--url',
    series === undefined ? '' : '--series',
    files.length > 0 ? '--logs' : '',
  ];
  const given = named.filter((flag) => flag !== '');
  if (given.length > 1) {
    throw new UserError(`${given.join(' and ')} name two sources`, `Give only one of ${given.join(', ')}.`);
  }
  if (series !== undefined) return { kind: 'recorded', file: series };
  const columns = readColumns(text(flags, 'columns'));
  if (files.length > 0) return { kind: 'logs', files, columns };
  const target = {
    table: text(flags, 'table'),
    database: text(flags, 'database') ?? nonEmpty(env['CLICKHOUSE_DATABASE']),
  };
  if (url?.startsWith('chdb:') === true) {
    const path = url.slice('chdb:'.length).replace(/^\/\/(?=\/)/, '');
    if (path === '') throw new UserError(`--url ${quoted(url)} names no data directory`, 'Write --url chdb:PATH.');
    return defined({ kind: 'chdb' as const, path, columns, ...target });
  }
  return readServer(url, target, columns, flags, env);
}

function readServer(
  urlFlag: string | undefined,
  target: { readonly table: string | undefined; readonly database: string | undefined },
  columns: ColumnNames,
  flags: RawFlags,
  env: Env,
): SourceSettings {
  const fromEnv = nonEmpty(env['CLICKHOUSE_URL']) ?? hostAsUrl(nonEmpty(env['CLICKHOUSE_HOST']));
  const given = urlFlag ?? fromEnv;
  if (given === undefined) throw new UserError('no log source is given', NO_SOURCE_HINT);
  const origin =
    urlFlag === undefined
      ? nonEmpty(env['CLICKHOUSE_URL']) === undefined
        ? 'CLICKHOUSE_HOST'
        : 'CLICKHOUSE_URL'
      : '--url';
  const url = parseServerUrl(origin, given);
  if (urlFlag !== undefined && (url.password !== '' || url.username !== '')) {
    throw new UserError(
      '--url holds a user or a password, which other users of this machine could read',
      'Take it out of --url; set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD, or give --password-file FILE.',
    );
  }
  const urlDatabase = decoded(origin, url.pathname.replace(/^\/|\/$/g, ''));
  const passwordFile = text(flags, 'passwordFile') ?? nonEmpty(env['CLICKHOUSE_PASSWORD_FILE']);
  const password =
    passwordFile === undefined
      ? (env['CLICKHOUSE_PASSWORD'] ?? nonEmpty(decoded(origin, url.password)))
      : fileBytes('--password-file', passwordFile)
          .toString('utf8')
          .replace(/\r?\n$/, '');
  return defined({
    kind: 'clickhouse' as const,
    url: url.origin,
    username: text(flags, 'user') ?? nonEmpty(env['CLICKHOUSE_USER']) ?? nonEmpty(decoded(origin, url.username)),
    password,
    database: target.database ?? nonEmpty(urlDatabase),
    table: target.table,
    columns,
    tls: readTls(flags, url),
  });
}

/** A part of an address as it was meant; the part may be a password, so it is not repeated. */
function decoded(origin: string, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new UserError(`${origin} holds a % that stands for nothing`, `Write % as %25 in ${origin}.`, { cause });
  }
}

function parseServerUrl(origin: string, given: string): URL {
  const hint = `Write ${origin} like http://HOST:8123 or https://HOST:8443${origin === '--url' ? ', or chdb:PATH' : ''}.`;
  const url = URL.canParse(given) ? new URL(given) : null;
  // The text may hold a password, so it is not repeated.
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw new UserError(`${origin} is not an http, https or chdb address`, hint);
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UserError(`${origin} carries parameters behind a ? or #`, `${hint} Settings have flags of their own.`);
  }
  if (url.pathname.replace(/^\/|\/$/g, '').includes('/')) {
    throw new UserError(`${origin} has a path of several parts`, `${hint} One part is allowed: the database.`);
  }
  return url;
}

/** CLICKHOUSE_HOST is a bare host for the official client, an address for some scripts: both work. */
function hostAsUrl(host: string | undefined): string | undefined {
  if (host === undefined || host.includes('://')) return host;
  return /:\d+$/.test(host) ? `http://${host}` : `http://${host}:8123`;
}

function readTls(flags: RawFlags, url: URL) {
  const pick = (key: string, flag: string): Buffer | undefined => {
    const path = text(flags, key);
    return path === undefined ? undefined : fileBytes(flag, path);
  };
  const tls = {
    caCert: pick('caCert', '--ca-cert'),
    cert: pick('clientCert', '--client-cert'),
    key: pick('clientKey', '--client-key'),
  };
  const isGiven = Object.values(tls).some((bytes) => bytes !== undefined);
  if (!isGiven) return undefined;
  if (url.protocol === 'http:') {
    throw new UserError(
      'certificates are given for a plain http address',
      'Write --url https://… or drop the certificates.',
    );
  }
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    throw new UserError('a client certificate needs its key', 'Give --client-cert and --client-key together.');
  }
  return defined(tls);
}

const MEANINGS = [
  'time',
  'level',
  'service',
  'host',
  'version',
  'message',
] as const satisfies readonly (keyof ColumnNames)[];

/** Reads `time=ts,level=severity` into names by meaning. */
function readColumns(given: string | undefined): ColumnNames {
  if (given === undefined) return {};
  const names: Partial<Record<(typeof MEANINGS)[number], string>> = {};
  for (const pair of given.split(',')) {
    const [key, column] = keyValue('--columns', pair);
    const meaning = MEANINGS.find((known) => known === key);
    if (meaning === undefined) {
      throw new UserError(
        `--columns knows no ${quoted(key)}`,
        `Name any of: ${MEANINGS.join(', ')}; as in --columns time=ts.`,
      );
    }
    names[meaning] = column;
  }
  return names;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The object without its undefined fields: absent and undefined are one thing here. */
function defined<T extends object>(object: T): Defined<T>;
function defined(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
