import type { SourceFailure } from './ending.js';
import type { Report, ReportSignature } from './report.js';
import type { Reason, Verdict } from './verdict.js';

/** What a run came to: its verdict, or `error` where the source failed and there is none. */
export type Occasion = Verdict | 'error';

/** What hooks and notifications are told of a run that is over. Texts may hold whatever was logged: escape them. */
export interface Notice {
  readonly occasion: Occasion;
  /** What the process ends with, after --if-inconclusive and --if-error. */
  readonly exitCode: number;
  readonly service: string | null;
  readonly environment: string | null;
  /** The version that the canary runs; null where its selectors name none. */
  readonly version: string | null;
  /** The one sentence that says why. */
  readonly sentence: string;
  /** Most telling first; never empty. */
  readonly reasons: readonly Reason[];
  /** ISO 8601 in UTC; null for a recorded series, and where the source failed. */
  readonly releasedAt: string | null;
  /** End of the window after the release, ISO 8601 in UTC; null like `releasedAt`. */
  readonly judgedUntil: string | null;
  /** The most telling of the errors that the release brought; null where there are none or nobody looked. */
  readonly signature: ReportSignature | null;
  /** Where people find the report; null where nobody said. */
  readonly reportUrl: string | null;
  /** Address of the runbook for the first reason; null where nobody named one. */
  readonly runbookUrl: string | null;
  /** The rollback hooks that failed, one line each: the canary may still be running. */
  readonly failedHooks: readonly string[];
  /** Set where this is about a service between releases; absent for a release. */
  readonly watch?: WatchNotice;
}

/** What only a notice of a service between releases has. */
export interface WatchNotice {
  /** What was told before and is over now; null where this tells of something new. */
  readonly ends: Occasion | null;
}

/** What the configuration adds to a report. */
export interface NoticeContext {
  readonly environment: string | null;
  readonly reportUrl: string | null;
  /** Addresses of a team's own runbooks, by the code of a reason. */
  readonly runbooks: Readonly<Record<string, string>>;
}

/** What there is to tell of a judged release. */
export function noticeOfReport(report: Report, context: NoticeContext): Notice {
  const { reasons, windows } = report;
  return {
    occasion: report.verdict,
    exitCode: report.exitCode,
    service: report.service,
    environment: context.environment,
    version: versionOf(report.source.canary),
    ...whatAndWhy(reasons, context),
    releasedAt: report.release.at,
    judgedUntil: windows && windows.after.to,
    signature: topSignature(report.signatures ?? []),
    reportUrl: context.reportUrl,
    failedHooks: [],
  };
}

/** What there is to tell where the source failed and nothing was judged. */
export function noticeOfFailure({ service, exitCode, code, message }: SourceFailure, context: NoticeContext): Notice {
  return {
    occasion: 'error',
    exitCode,
    service,
    environment: context.environment,
    version: null,
    ...whatAndWhy([{ code, message }], context),
    releasedAt: null,
    judgedUntil: null,
    signature: null,
    reportUrl: context.reportUrl,
    failedHooks: [],
  };
}

function whatAndWhy(reasons: readonly Reason[], { runbooks }: NoticeContext) {
  const [first] = reasons;
  const runbookUrl =
    first === undefined || !Object.hasOwn(runbooks, first.code) ? null : (runbooks[first.code] ?? null);
  return { sentence: first?.message ?? '', reasons, runbookUrl };
}

/** What people call the version comes first among the keys that can name one. */
const VERSION_KEYS: readonly string[] = ['version', 'attr:service.version'];

function versionOf(selectors: readonly string[]): string | null {
  const prefix = VERSION_KEYS.map((key) => `${key}=`).find((start) =>
    selectors.some((selector) => selector.startsWith(start)),
  );
  if (prefix === undefined) return null;
  return selectors
    .filter((selector) => selector.startsWith(prefix))
    .map((selector) => selector.slice(prefix.length))
    .join(', ');
}

/** New errors say most about a release, then those that became more; what was there before says nothing. */
function topSignature(signatures: readonly ReportSignature[]): ReportSignature | null {
  const telling = signatures.filter(({ isAllowed }) => !isAllowed);
  return telling.find(({ status }) => status === 'new') ?? telling.find(({ status }) => status === 'surged') ?? null;
}
