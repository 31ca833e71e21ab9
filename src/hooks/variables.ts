import type { Notice } from '../core/notice.js';
import { shortened } from '../core/text/cut.js';
import { oneLine } from '../core/text/one-line.js';

/** The kernel refuses a program one of whose variables is longer than 128 KiB; nobody reads a tenth of that. */
const LONGEST_VALUE = 4096;

/**
 * The facts of a run for a hook's environment. All are always set, those that are not known are empty; each is one line
 * without control characters, so that it can be written into a file of variables as it is.
 */
export function hookVariables(notice: Notice, files: { readonly report: string }): Readonly<Record<string, string>> {
  const { signature } = notice;
  const facts = {
    VERDICT: notice.occasion,
    EXIT_CODE: String(notice.exitCode),
    SERVICE: notice.service,
    ENVIRONMENT: notice.environment,
    VERSION: notice.version,
    SENTENCE: notice.sentence,
    REASONS: notice.reasons.map(({ code }) => code).join(','),
    RELEASED_AT: notice.releasedAt,
    JUDGED_UNTIL: notice.judgedUntil,
    SIGNATURE: signature && signature.template,
    SIGNATURE_STATUS: signature && signature.status,
    REPORT: files.report,
    REPORT_URL: notice.reportUrl,
    RUNBOOK_URL: notice.runbookUrl,
  };
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      `CANARY_VERDICT_${name}`,
      shortened(oneLine(value ?? ''), LONGEST_VALUE),
    ]),
  );
}
