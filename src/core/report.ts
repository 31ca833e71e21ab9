import type { Analysis } from './analysis.js';
import type { Rule } from './rule.js';
import type { Count } from './series.js';
import type { Finding, Reason, Verdict } from './verdict.js';

/** The versioned JSON contract of one run. Finite numbers, ISO 8601 times in UTC, no secrets. */
export interface Report {
  readonly schemaVersion: 1;
  /** Version of canary-verdict that wrote it. */
  readonly version: string;
  readonly verdict: Verdict;
  /** What the process ends with, after --if-inconclusive. */
  readonly exitCode: number;
  /** The findings that decided, most telling first; never empty. */
  readonly reasons: readonly Reason[];
  /** Null for a recorded series without an id. */
  readonly service: string | null;
  /** ISO 8601 in UTC; null for a recorded series, which has no clock. */
  readonly release: { readonly at: string | null };
  /** Null for a recorded series, which has no clock. */
  readonly windows: { readonly before: ReportInterval; readonly after: ReportInterval } | null;
  readonly bucketSeconds: number;
  readonly exposureRatio: number;
  readonly rule: Rule;
  readonly series: { readonly before: ReportSeries; readonly after: ReportSeries };
  readonly analysis: Omit<Analysis, 'rule' | 'bucketSeconds' | 'exposureRatio'>;
  readonly findings: readonly Finding[];
  readonly source: ReportSource;
  /** Null where no query was asked. */
  readonly query: ReportQuery | null;
  /** The command line that judges the same windows again, without secrets. */
  readonly reproduce: string;
  /** From start to report, the wait included, in milliseconds. */
  readonly durationMs: number;
}

export interface ReportInterval {
  readonly from: string;
  readonly to: string;
}

export interface ReportSeries {
  readonly errors: readonly Count[];
  readonly lines: readonly Count[];
}

/** Where the series came from, redacted. */
export interface ReportSource {
  readonly kind: 'clickhouse' | 'chdb' | 'logs' | 'series';
  /** What a person would recognise it by: host, data directory or file. Never a user or a password. */
  readonly name: string;
  /** `database.table`; null for files. */
  readonly table: string | null;
  /** Name of the table's layout; null for recorded series. */
  readonly layout: string | null;
  /** Version of the engine that answered; null for recorded series. */
  readonly serverVersion: string | null;
  /** The judged level, such as `ERROR`; null for recorded series. */
  readonly level: string | null;
  /** `KEY=VALUE` selectors of the canary. */
  readonly canary: readonly string[];
}

export interface ReportQuery {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly elapsedMs: number;
}
