import os from 'node:os';
import type { ListenAddress } from '../collect/listen.js';
import { USUAL_TAGS, type TagNames } from '../collect/mapping.js';
import { PARTS } from '../collect/template.js';
import { UserError } from '../errors.js';
import type { EmbeddedSettings, ServerSettings } from '../sources/settings.js';
import { choice, duration, keyValue, quoted } from './fields.js';
import { readOrigin } from './source.js';
import {
  layered,
  settingsOfEnv,
  settingsOfFlags,
  text,
  texts,
  type Env,
  type RawFlags,
  type Settings,
} from './settings.js';

/** Everything the collector needs to know, checked. */
export interface CollectConfig {
  readonly listen: readonly ListenAddress[];
  readonly templates: readonly string[];
  readonly tagNames: TagNames;
  readonly intervalMs: number;
  readonly mostSeries: number;
  /** Null only where the table is printed and nobody is asked. */
  readonly database: ServerSettings | EmbeddedSettings | null;
  readonly table: { readonly database?: string; readonly table: string };
  /** Template of the paths of an existing graphite table; null for the table of our own. */
  readonly graphitePath: string | null;
  readonly createTable: 'print' | 'run' | null;
  readonly cluster: string | null;
  readonly keepDays: number;
  readonly spoolFolder: string;
  readonly spoolBytes: number;
  /** Null with --no-http. */
  readonly http: { readonly host: string; readonly port: number } | null;
  readonly host: string;
  readonly isQuiet: boolean;
}

const DAY_SECONDS = 86_400;
const DEFAULT_LISTEN = ['udp://127.0.0.1:8125', 'tcp://127.0.0.1:8125'];
const DEFAULT_TEMPLATES = ['SERVICE.logs.LEVEL', 'logs'];

/** Reads and checks the flags of `collect`. */
export function readCollectConfig(flags: RawFlags, env: Env): CollectConfig {
  const given = settingsOfFlags(flags);
  const settings = layered(given, settingsOfEnv(env));
  const createTable = optional(text(given, 'createTable'), (value) =>
    choice('--create-table', value, ['print', 'run']),
  );
  const graphitePath = text(given, 'graphite') ?? null;
  if (graphitePath !== null && createTable !== null) {
    throw new UserError('--graphite writes to a table that is there', 'Drop --create-table, or --graphite.');
  }
  const database = createTable === 'print' ? null : readDatabase(settings);
  const http = flags['http'] === false ? null : readHostPort('--http', text(given, 'http') ?? '127.0.0.1:8126');
  return {
    listen: orDefault(texts(given, 'listen'), DEFAULT_LISTEN).map(readListen),
    templates: orDefault(texts(given, 'template'), DEFAULT_TEMPLATES),
    tagNames: readTagNames(text(given, 'tags')),
    intervalMs: readInterval(text(given, 'interval') ?? '30s'),
    mostSeries: readWhole('--max-series', text(given, 'maxSeries') ?? '10000'),
    database,
    table: readTable(settings, graphitePath === null ? 'log_counts' : 'graphite'),
    graphitePath: graphitePath === null ? null : readGraphitePath(graphitePath),
    createTable,
    cluster: text(given, 'cluster') ?? null,
    keepDays: Math.max(1, Math.ceil(duration('--keep', text(given, 'keep') ?? '30d') / 1000 / DAY_SECONDS)),
    spoolFolder: text(given, 'spool') ?? env['STATE_DIRECTORY'] ?? 'canary-verdict-spool',
    spoolBytes: readSize('--spool-limit', text(given, 'spoolLimit') ?? '256MB'),
    http,
    host: env['HOSTNAME'] ?? os.hostname(),
    isQuiet: flags['quiet'] === true,
  };
}

/** Without both, counters of different services or levels would become one. */
function readGraphitePath(value: string): string {
  for (const part of ['SERVICE', 'LEVEL']) {
    if (value.split(/[^A-Za-z]+/).includes(part)) continue;
    throw new UserError(
      `--graphite ${quoted(value)} does not name ${part}`,
      'Write --graphite like SERVICE.logs.LEVEL.',
    );
  }
  return value;
}

function readDatabase(settings: Settings): ServerSettings | EmbeddedSettings {
  if (text(settings, 'url') === undefined) {
    throw new UserError(
      'no ClickHouse is given to write to',
      'Give --url http://HOST:8123 (or set CLICKHOUSE_URL), or --url chdb:PATH.',
    );
  }
  const origin = readOrigin(settings);
  if (origin.kind === 'clickhouse' || origin.kind === 'chdb') return origin;
  throw new TypeError(`collect cannot write to ${origin.kind}`);
}

function readTable(settings: Settings, usual: string): CollectConfig['table'] {
  const table = text(settings, 'table') ?? usual;
  const database = text(settings, 'database');
  if (database !== undefined) return { database, table };
  const [first, second, ...rest] = table.split('.');
  return first && second && rest.length === 0 ? { database: first, table: second } : { table };
}

/** `udp://HOST:PORT`, `tcp://[::]:8125` or `unix:PATH`. */
export function readListen(value: string): ListenAddress {
  if (value.startsWith('unix:') && value.length > 'unix:'.length) {
    return { kind: 'unix', path: value.slice('unix:'.length).replace(/^\/\/(?=\/)/, '') };
  }
  const [, kind, rest = ''] = /^(udp|tcp):\/\/(.+)$/.exec(value) ?? [];
  if (kind !== 'udp' && kind !== 'tcp') {
    throw new UserError(
      `--listen ${quoted(value)} is no address`,
      'Write --listen udp://HOST:PORT, tcp://HOST:PORT or unix:PATH.',
    );
  }
  return { kind, ...readHostPort('--listen', rest) };
}

export function readHostPort(flag: string, value: string): { readonly host: string; readonly port: number } {
  const [, v6, host = v6, port] = /^(?:\[([\da-f:.]+)\]|([^:[\]/\s]+)):(\d{1,5})$/i.exec(value) ?? [];
  if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) };
  throw new UserError(`${flag} ${quoted(value)} is not HOST:PORT`, `Write ${flag} like 127.0.0.1:8125 or [::]:8125.`);
}

function readTagNames(value: string | undefined): TagNames {
  const names: Record<string, readonly string[]> = {};
  for (const pair of value?.split(',') ?? []) {
    const [part, tag] = keyValue('--tags', pair, 'service=app,level=severity');
    names[choice('--tags', part, PARTS)] = [tag];
  }
  return { ...USUAL_TAGS, ...names };
}

/** Intervals must fit a day without a rest, so that they begin at the same times every day. */
function readInterval(value: string): number {
  const seconds = duration('--interval', value) / 1000;
  if (Number.isInteger(seconds) && DAY_SECONDS % seconds === 0) return seconds * 1000;
  throw new UserError(`--interval ${quoted(value)} does not divide a day`, 'Write --interval like 10s, 30s or 1m.');
}

function readWhole(flag: string, value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number > 0 && number <= 1e7) return number;
  throw new UserError(`${flag} ${quoted(value)} is no whole number above zero`, `Write ${flag} like 10000.`);
}

const UNITS: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9 };

function readSize(flag: string, value: string): number {
  const [, number, unit = ''] = /^(\d+)([KMG]B)$/i.exec(value) ?? [];
  const bytes = Number(number) * (UNITS[unit.toUpperCase()] ?? Number.NaN);
  if (bytes > 0) return bytes;
  throw new UserError(`${flag} ${quoted(value)} is no size`, `Write ${flag} like 256MB or 2GB.`);
}

function optional<T>(value: string | undefined, read: (value: string) => T): T | null {
  return value === undefined ? null : read(value);
}

function orDefault(values: readonly string[], usual: readonly string[]): readonly string[] {
  return values.length > 0 ? values : usual;
}
