import type { Analysis } from './analysis.js';
import type { Rule } from './rule.js';
import type { Control, Count, FineSeries, SeriesPair } from './series.js';
import type { Reason, ReportedFinding, Verdict } from './verdict.js';

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
  readonly series: ReportedSeries;
  readonly analysis: Omit<Analysis, 'rule' | 'bucketSeconds' | 'exposureRatio'>;
  readonly findings: readonly ReportedFinding[];
  /** What the errors say, new ones first, then those that surged, by count; absent where message bodies were not looked at. */
  readonly signatures?: readonly ReportSignature[];
  /** Where the team keeps its own runbook for a code, http or https; only codes of this report, absent where there are none. */
  readonly runbookUrls?: RunbookUrls;
  readonly source: ReportSource;
  /** Null where no query was asked. */
  readonly query: ReportQuery | null;
  /** The command line that judges the same windows again, without secrets. */
  readonly reproduce: string;
  /** From start to report, the wait included, in milliseconds. */
  readonly durationMs: number;
}

/** Addresses of runbooks by the code of a finding. */
export type RunbookUrls = Readonly<Record<string, string>>;

export interface ReportInterval {
  readonly from: string;
  readonly to: string;
}

export interface ReportSeries {
  readonly errors: readonly Count[];
  readonly lines: readonly Count[];
}

/** All counts that were judged. */
export interface ReportedSeries {
  readonly before: ReportSeries;
  readonly after: ReportSeries;
  /** The after window at the resolution of the looks; absent where it is that of the buckets. */
  readonly fineAfter?: FineSeries;
  /** The stable instances; absent where there is nothing to compare with. */
  readonly control?: Control;
}

/** Errors that say the same, but for their numbers, names and times. */
export interface ReportSignature {
  /** Stays the same from run to run. */
  readonly id: string;
  /** `new` was seen neither before the release nor in the look-back; `gone` was not seen after it. */
  readonly status: 'new' | 'surged' | 'known' | 'gone';
  /** The message with placeholders for what varies, redacted. */
  readonly template: string;
  /** Type of the exception; null where lines name none. */
  readonly exception: string | null;
  /** Lines in the window before the release. */
  readonly before: number;
  /** Lines in the window from the release on. */
  readonly after: number;
  /** Lines in the look-back before both windows; null where nobody looked back, as for what the window before knows. */
  readonly lookBack: number | null;
  /** First line in all that was looked at, ISO 8601 in UTC; null where it is not known. */
  readonly firstSeen: string | null;
  /** At most five of the instances that logged it. */
  readonly instances: readonly string[];
  /** One line as it was logged, redacted; null with --no-samples. */
  readonly sample: string | null;
  /** Whether a pattern of the allow-list takes it out of judging. */
  readonly isAllowed: boolean;
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
  /** The only environment whose lines counted; absent where all did. */
  readonly environment?: string;
  /** `KEY=VALUE` selectors of the canary. */
  readonly canary: readonly string[];
  /** `KEY=VALUE` selectors of the instances that still run the old version. */
  readonly stable: readonly string[];
}

export interface ReportQuery {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string | number | readonly string[]>>;
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly elapsedMs: number;
}

/** The series of a report, to be judged again: by the report's rule it comes to the report's verdict. */
export function pairOfReport(report: Report): SeriesPair {
  const { service, bucketSeconds, exposureRatio, series } = report;
  return { ...(service !== null && { id: service }), bucketSeconds, exposureRatio, ...series };
}

/** Judges that look at the source and not at the series alone. */
const AT_THE_SOURCE: ReadonlySet<string> = new Set(['silence', 'sides', 'exposure', 'clock', 'levels', 'signatures']);

/** What was found where the series of a report came from, and so cannot be found again: it still withholds the pass. */
export function observedOf({ findings }: Report): readonly ReportedFinding[] {
  return findings.filter(({ judge, outcome }) => outcome !== 'note' && AT_THE_SOURCE.has(judge));
}

/** The addresses of the codes that appear; nothing where there are none. */
