import type { Ending } from '../../core/ending.js';
import { failureReporters } from '../failure.js';
import { markdownReport } from '../markdown.js';

/** A run as Markdown for the page of a build. */
export function summaryMarkdown(ending: Ending): string {
  return ending.kind === 'judged' ? markdownReport(ending.report) : failureReporters.markdown(ending.failure);
}
