import { relative, resolve } from 'node:path';
import { UserError } from '../errors.js';
import { choice, quoted } from './fields.js';
import { type Settings, texts } from './settings.js';

/** What `--report` can name: one text each, then what a CI system takes, which may be several. */
export const REPORT_NAMES = [
  'text',
  'json',
  'markdown',
  'html',
  'junit',
  'github',
  'gitlab',
  'azure',
  'tekton',
  'spinnaker',
] as const;

export type ReportName = (typeof REPORT_NAMES)[number];

/** Reports beside the one on stdout. */
export interface ReportSettings {
  /** Whether a CI system that is recognised gets its own. */
  readonly isAuto: boolean;
  readonly requests: readonly ReportRequest[];
}

export interface ReportRequest {
  readonly name: ReportName;
  /** A file, or a folder for a CI system; null for the customary places. */
  readonly path: string | null;
}

/**
 * `--report NAME[=PATH]`, as often as wanted, and the paths by name that a configuration file gives; a flag wins.
 *
 * @throws UserError where two would be written to the same file, `--output` among them: the second would replace the first.
 */
export function readReports(
  settings: Settings,
  inFile: Readonly<Record<string, string>> = {},
  outputFile: string | null = null,
): ReportSettings {
  // With --no-report.
  if (settings['report']?.value === false) return { isAuto: false, requests: [] };
  const values = texts(settings, 'report');
  const asked = values.filter((value) => value !== 'auto' && value !== 'none').map(readRequest);
  const others = Object.entries(inFile).map(([name, path]) => ({ name: choice('reports', name, REPORT_NAMES), path }));
  const requests = [...others.filter(({ name }) => asked.every((request) => request.name !== name)), ...asked];
  refuseSameFile([outputFile, ...requests.map((request) => request.path)]);
  return { isAuto: !values.includes('none'), requests };
}

function refuseSameFile(files: readonly (string | null)[]): void {
  const named = files.filter((file) => file !== null).map((file) => resolve(file));
  // A device or a pipe takes one after the other.
  const twice = named.find((file, index) => !file.startsWith('/dev/') && named.indexOf(file) !== index);
  if (twice === undefined) return;
  throw new UserError(
    `two reports would be written to ${quoted(relative('', twice))}`,
    'Give each --report, and --output, a file of its own.',
  );
}

function readRequest(value: string): ReportRequest {
  const at = value.indexOf('=');
  const name = choice('--report', at < 0 ? value : value.slice(0, at), ['auto', 'none', ...REPORT_NAMES]);
  const path = at < 0 ? null : value.slice(at + 1);
  if (name !== 'auto' && name !== 'none' && path !== '') return { name, path };
  throw new UserError(
    `--report ${quoted(value)} is not NAME or NAME=PATH`,
    'Write --report like junit=verdict.xml, or github.',
  );
}
