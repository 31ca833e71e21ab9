import type { Level } from '../core/levels.js';

/** Column names of a log table or file by meaning; what is absent is recognised by name. */
export interface ColumnNames {
  readonly time?: string;
  readonly level?: string;
  readonly service?: string;
  readonly host?: string;
  readonly version?: string;
  readonly message?: string;
}

/** One `KEY=VALUE` of --canary or --stable. Values of one key are alternatives, different keys must all match; `*` stands for anything. */
export interface Selector {
  readonly key: string;
  readonly value: string;
}

/** Whose lines count, and which of them are errors. */
export interface Selection {
  readonly service: string;
  /** Only lines of this environment; absent for all. */
  readonly environment?: string;
  /** This level or worse. */
  readonly level: Level;
  readonly canary: readonly Selector[];
  /** The instances that still run the old version; empty or absent where nobody named them. */
  readonly stable?: readonly Selector[];
}

/** Where to ask, with everything already read from flags, environment and files. */
export type SourceSettings = ServerSettings | EmbeddedSettings | LogFilesSettings;

/** Every layout of a table that is known, as `--layout` names it. */
export const LAYOUT_NAMES = [
  'otel-logs',
  'signoz',
  'gigapipe',
  'uptrace',
  'posthog',
  'text-log',
  'otel-metrics-sum',
  'graphite',
  'counters',
  'columns',
] as const;

/** Which table is meant and how it is read. */
export interface TableSettings {
  readonly database?: string;
  readonly table?: string;
  /** The layout to read the table by; recognised where absent. */
  readonly layout?: string;
  /** How the names of a table of counters are made, such as `SERVICE.logs.LEVEL`. */
  readonly metric?: string;
  readonly columns: ColumnNames;
}

export interface ServerSettings extends TableSettings {
  readonly kind: 'clickhouse';
  /** Scheme, host, port and path; never credentials. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** The most rows that a query may read; no limit where absent. */
  readonly maxRows?: number;
  readonly tls?: { readonly caCert?: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
}

export interface EmbeddedSettings extends TableSettings {
  readonly kind: 'chdb';
  /** Data directory of the embedded engine. */
  readonly path: string;
  /** The most rows that a query may read; no limit where absent. */
  readonly maxRows?: number;
}

export interface LogFilesSettings {
  readonly kind: 'logs';
  /** Paths and globs as given. */
  readonly files: readonly string[];
  readonly columns: ColumnNames;
}
