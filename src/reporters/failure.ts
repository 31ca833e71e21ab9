import type { SourceFailure } from '../core/ending.js';
import { version } from '../version.js';
import { headlineOf } from './ci/headline.js';
import { jsonText } from './json.js';

type FailureReporter = (failure: SourceFailure) => string | Promise<string>;

/**
 * What each format says where the source failed and there is no verdict: nobody must take the report of an earlier run for
 * this one's.
 */
export const failureReporters = {
  text: (failure: SourceFailure) => `${linesOf(failure).join('\n')}\n`,
  json: failureJson,
  markdown: failureMarkdown,
  html: async (failure: SourceFailure) => (await import('./html/failure.js')).failurePage(failure),
} as const satisfies Record<string, FailureReporter>;

/** The fields of a report that can be known, under the same names. */
function failureJson({ service, exitCode, code, message }: SourceFailure): string {
  return jsonText({ schemaVersion: 1, version, verdict: null, exitCode, reasons: [{ code, message }], service });
}

/** The words of servers stand in a block of code, whose fence is longer than any row of backticks in them. */
function failureMarkdown(failure: SourceFailure): string {
  const text = linesOf(failure).join('\n');
  const runs = (text.match(/`+/g) ?? []).map((run) => run.length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return `## ⚠️ NO VERDICT\n\n${fence}text\n${text}\n${fence}\n`;
}

function linesOf(failure: SourceFailure): readonly string[] {
  const { message, details, service } = headlineOf({ kind: 'failed', failure });
  return [service === null ? message : `${service}: ${message}`, ...details];
}
