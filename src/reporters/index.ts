import type { Report } from '../core/report.js';
import { jsonReport } from './json.js';
import type { TextOptions } from './options.js';
import { textReport } from './text.js';

/** Maps a report to what is printed; every reporter ends with a line break. */
export type Reporter = (report: Report, options: TextOptions) => string;

/** Every format by the name that `--format` knows it by: a new one is one file and one line here. */
export const reporters = { text: textReport, json: jsonReport } as const satisfies Record<string, Reporter>;
