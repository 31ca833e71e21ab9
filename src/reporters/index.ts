import type { Ending } from '../core/ending.js';
import type { Report } from '../core/report.js';
import { failureReporters } from './failure.js';
import { jsonReport } from './json.js';
import type { TextOptions } from './options.js';
import { textReport } from './text.js';

/** Maps a report to what is printed; every reporter ends with a line break. */
type Reporter = (report: Report, options: TextOptions) => string | Promise<string>;

/**
 * Every format by the name that `--format` knows it by: a new one is one file and one line here. What most runs do without is
 * loaded with its first use.
 */
export const reporters = {
  text: textReport,
  json: jsonReport,
  markdown: async (report: Report) => (await import('./markdown.js')).markdownReport(report),
  html: async (report: Report) => (await import('./html.js')).htmlReport(report),
} as const satisfies Record<string, Reporter>;

/** How a run ended, in one of the formats. */
export async function rendered(ending: Ending, format: keyof typeof reporters, options: TextOptions): Promise<string> {
  return ending.kind === 'judged'
    ? reporters[format](ending.report, options)
    : failureReporters[format](ending.failure);
}
