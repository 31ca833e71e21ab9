import type { Report, ReportSignature } from '../../core/report.js';
import type { Verdict } from '../../core/verdict.js';
import { countText } from '../../core/wording.js';
import { shortenedToBytes } from '../../core/text/cut.js';
import type { Ending } from '../../core/ending.js';
import { safeText } from '../safe-text.js';
import { runbookUrlOf } from '../web-address.js';

/** What a pipeline is told of a run, whichever way it went. */
export interface Headline {
  /** `error` where the source failed, so that there is no verdict. */
  readonly verdict: Verdict | 'error';
  readonly exitCode: number;
  /** Code of the most telling reason, or of the failure. */
  readonly reason: string;
  /** The sentence of that reason: one line, nothing in it that a terminal or a log obeys. */
  readonly message: string;
  /** What to look at next, line by line. */
  readonly details: readonly string[];
  /** One line; null where none was named. */
  readonly service: string | null;
}

/** Far more than a sentence of ours: only what is quoted from logs and servers can be longer. */
const MOST_BYTES = 2000;

/** The run in a few words; every text in it is one harmless line of at most 2000 bytes. */
export function headlineOf(ending: Ending): Headline {
  return ending.kind === 'judged' ? headlineOfReport(ending.report) : headlineOfFailure(ending.failure);
}

function headlineOfReport(report: Report): Headline {
  const [first, ...others] = report.reasons;
  const newSignature = newSignatureText(report);
  return {
    verdict: report.verdict,
    exitCode: report.exitCode,
    reason: oneLine(first?.code ?? 'unknown'),
    message: oneLine(first?.message ?? ''),
    details: [
      ...(newSignature === null ? [] : [newSignature]),
      ...others.map(({ message }) => oneLine(message)),
      ...(report.verdict === 'pass' || first === undefined ? [] : [runbookText(first.code, report)]),
      `Judge again: ${oneLine(report.reproduce)}`,
    ],
    service: serviceText(report.service),
  };
}

function headlineOfFailure(failure: Extract<Ending, { kind: 'failed' }>['failure']): Headline {
  return {
    verdict: 'error',
    exitCode: failure.exitCode,
    reason: oneLine(failure.code),
    message: `No verdict: ${oneLine(failure.message)}`,
    details: [oneLine(failure.hint), runbookText(failure.code, failure)],
    service: serviceText(failure.service),
  };
}

/** The new error with the most lines; null where there is none, or bodies were not looked at. */
export function newSignatureText({ signatures = [] }: Report): string | null {
  const top = signatures.find(({ status, isAllowed }) => status === 'new' && !isAllowed);
  return top === undefined ? null : `New error, ${countText(top.after, 'line')}: ${oneLine(wordsOf(top))}`;
}

/** Where a code is explained: the team's own page, or the command that prints ours. */
export function runbookText(code: string, report: Pick<Report, 'runbookUrls'> = {}): string {
  return `Runbook: ${oneLine(runbookUrlOf(report, code) ?? `canary-verdict explain ${code}`)}`;
}

function wordsOf({ exception, template }: ReportSignature): string {
  return exception === null || template.includes(exception) ? template : `${exception}: ${template}`;
}

function serviceText(service: string | null): string | null {
  const text = oneLine(service ?? '');
  return text === '' ? null : text;
}

/** One line of at most 2000 bytes that nobody obeys. */
export function oneLine(text: string): string {
  // Cut before it is made safe as well: a line of a log can be megabytes long.
  return shortenedToBytes(safeText(shortenedToBytes(text, MOST_BYTES), true), MOST_BYTES);
}
