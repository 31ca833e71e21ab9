import type { Ending } from '../../core/ending.js';
import { markdownReport } from '../markdown.js';
import { headlineOf } from './headline.js';

/** A run as Markdown for the page of a build. */
export function summaryMarkdown(ending: Ending): string {
  return ending.kind === 'judged' ? markdownReport(ending.report) : failureMarkdown(ending);
}

/** The words of servers stand in a block of code, whose fence is longer than any row of backticks in them. */
function failureMarkdown(ending: Ending): string {
  const { message, details } = headlineOf(ending);
  const text = [message, ...details].join('\n');
  const runs = (text.match(/`+/g) ?? []).map((run) => run.length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return `## ⚠️ NO VERDICT\n\n${fence}text\n${text}\n${fence}\n`;
}
