import { UserError } from '../errors.js';
import { nearestFirst } from '../nearest.js';
import { LAYOUT_NAMES, type ColumnNames, type SourceSettings } from '../sources/settings.js';
import { readCount } from './readers.js';
import { COLUMN_MEANINGS } from './columns.js';
import { fileBytes, keyValue, quoted } from './fields.js';
import { placeOf, text, texts, type Settings } from './settings.js';

/** Where the series of a judgement come from: asked from an engine, or recorded in a file (`-` is stdin). */
export type SeriesOrigin = { readonly kind: 'recorded'; readonly file: string } | SourceSettings;

const NO_SOURCE_HINT =
  'Give --url http://HOST:8123 (or set CLICKHOUSE_URL), --url chdb:PATH, --logs FILE or --series FILE; try canary-verdict demo.';

/** Reads where to ask. */
export function readOrigin(settings: Settings): SeriesOrigin {
  const url = text(settings, 'url');
  const series = text(settings, 'series');
  const files = texts(settings, 'logs');
  const given = ['url', 'series', 'logs'].filter((key) => settings[key]?.layer === 'flag').map((key) => `--${key}`);
  if (given.length > 1) {
    throw new UserError(`${given.join(' and ')} name two sources`, `Give only one of ${given.join(', ')}.`);
  }
  if (series !== undefined) return { kind: 'recorded', file: series };
  const columns = readColumns(settings);
  if (files.length > 0) return { kind: 'logs', files, columns };
  if (url === undefined) throw new UserError('no log source is given', NO_SOURCE_HINT);
  const target = {
    table: text(settings, 'table'),
    database: readDatabase(settings),
    layout: readLayout(settings),
    metric: text(settings, 'metric'),
    maxRows: readCount(settings, 'maxRows') ?? undefined,
  };
  const place = placeOf(settings, 'url');
  if (!url.startsWith('chdb:')) return readServer(url, target, columns, settings);
  const path = url.slice('chdb:'.length).replace(/^\/\/(?=\/)/, '');
  if (path === '') throw new UserError(`${place} ${quoted(url)} names no data directory`, `Write ${place} chdb:PATH.`);
  return defined({ kind: 'chdb' as const, path, columns, ...target });
}

interface Target {
  readonly table: string | undefined;
  readonly database: string | undefined;
  readonly layout: string | undefined;
  readonly metric: string | undefined;
  readonly maxRows: number | undefined;
}

/** The database of the table; what a flag says of both, as in `--table logs.app`, is not moved by a variable or a file. */
function readDatabase(settings: Settings): string | undefined {
  const { table, database } = settings;
  const isWhole = table?.layer === 'flag' && /^[^.]+\.[^.]+$/.test(String(table.value));
  return isWhole && database?.layer !== 'flag' ? undefined : text(settings, 'database');
}

/** The name of a layout. */
function readLayout(settings: Settings): string | undefined {
  const name = text(settings, 'layout');
  if (name === undefined || LAYOUT_NAMES.some((known) => known === name)) return name;
  const place = placeOf(settings, 'layout');
  throw new UserError(
    `${place} knows no ${quoted(name)}`,
    `Use one of ${nearestFirst(LAYOUT_NAMES, name).join(', ')}, or drop ${place}.`,
  );
}

function readServer(given: string, target: Target, columns: ColumnNames, settings: Settings): SourceSettings {
  const place = placeOf(settings, 'url');
  const url = parseServerUrl(place, given);
  if (settings['url']?.layer === 'flag' && (url.password !== '' || url.username !== '')) {
    throw new UserError(
      '--url holds a user or a password, which other users of this machine could read',
      'Take it out of --url; set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD, or give --password-file FILE.',
    );
  }
  const urlDatabase = decoded(place, url.pathname.replace(/^\/|\/$/g, ''));
  const passwordFile = text(settings, 'passwordFile');
  const password =
    passwordFile === undefined
      ? (text(settings, 'password') ?? nonEmpty(decoded(place, url.password)))
      : fileBytes(placeOf(settings, 'passwordFile'), passwordFile)
          .toString('utf8')
          .replace(/\r?\n$/, '');
  return defined({
    kind: 'clickhouse' as const,
    url: url.origin,
    username: text(settings, 'user') ?? nonEmpty(decoded(place, url.username)),
    password,
    ...target,
    database: target.database ?? nonEmpty(urlDatabase),
    columns,
    tls: readTls(settings, url),
  });
}

/** A part of an address as it was meant; the part may be a password, so it is not repeated. */
function decoded(place: string, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new UserError(`${place} holds a % that stands for nothing`, `Write % as %25 in ${place}.`, { cause });
  }
}

function parseServerUrl(place: string, given: string): URL {
  const hint = `Write ${place} like http://HOST:8123 or https://HOST:8443${place.startsWith('CLICKHOUSE_') ? '' : ', or chdb:PATH'}.`;
  const url = URL.canParse(given) ? new URL(given) : null;
  // The text may hold a password, so it is not repeated.
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw new UserError(`${place} is not an http, https or chdb address`, hint);
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UserError(`${place} carries parameters behind a ? or #`, `${hint} Settings have flags of their own.`);
  }
  if (url.pathname.replace(/^\/|\/$/g, '').includes('/')) {
    throw new UserError(`${place} has a path of several parts`, `${hint} One part is allowed: the database.`);
  }
  return url;
}

function readTls(settings: Settings, url: URL) {
  const pick = (key: string): Buffer | undefined => {
    const path = text(settings, key);
    return path === undefined ? undefined : fileBytes(placeOf(settings, key), path);
  };
  const tls = { caCert: pick('caCert'), cert: pick('clientCert'), key: pick('clientKey') };
  const isGiven = Object.values(tls).some((bytes) => bytes !== undefined);
  if (!isGiven) return undefined;
  if (url.protocol === 'http:') {
    throw new UserError(
      'certificates are given for a plain http address',
      `Write ${placeOf(settings, 'url')} https://… or drop the certificates.`,
    );
  }
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    throw new UserError(
      'a client certificate needs its key',
      `Give ${placeOf(settings, 'clientCert')} and ${placeOf(settings, 'clientKey')} together.`,
    );
  }
  return defined(tls);
}

/** Reads names by meaning, from a map or from `time=ts,level=severity`. */
export function readColumns(settings: Settings): ColumnNames {
  const given = settings['columns']?.value ?? {};
  const place = placeOf(settings, 'columns');
  const pairs =
    typeof given === 'string'
      ? given.split(',').map((pair) => keyValue(place, pair, 'time=ts,level=severity,service=app'))
      : Object.entries(given).map(([key, column]) => [key, String(column)] as const);
  const names: Partial<Record<(typeof COLUMN_MEANINGS)[number], string>> = {};
  for (const [key, column] of pairs) {
    const meaning = COLUMN_MEANINGS.find((known) => known === key);
    if (meaning === undefined) {
      throw new UserError(
        `${place} knows no ${quoted(key)}`,
        `Name any of: ${COLUMN_MEANINGS.join(', ')}; as in --columns time=ts.`,
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
