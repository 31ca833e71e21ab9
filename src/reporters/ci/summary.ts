import type { Report } from '../../core/report.js';
import { withinBytes } from './bytes.js';
import { headlineOf } from './headline.js';
import type { Ending } from '../../core/ending.js';
import { textReport } from '../text.js';

/** GitHub refuses more than 1024 KiB a step, and a step may judge several services. */
const MOST_BYTES = 128 * 1024;

/** A run as Markdown for the page of a build, at most 128 KiB. */
export function summaryMarkdown(ending: Ending): string {
  const { verdict, service, message, details } = headlineOf(ending);
  const title = `### ${verdict.toUpperCase()}${service === null ? '' : ` ${codeSpan(service)}`}`;
  const body = ending.kind === 'judged' ? reportText(ending.report) : [message, ...details].join('\n');
  return `${title}\n\n${codeBlock(withinBytes(body, MOST_BYTES / 2))}\n`;
}

function reportText(report: Report): string {
  return textReport(report, { colorLevel: 0, unicode: true, columns: 100 });
}

/** Text as it is: the fence is longer than any row of backticks in it. */
function codeBlock(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text.trimEnd()}\n${fence}`;
}

function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  return `${fence} ${text} ${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
