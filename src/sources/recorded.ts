import { readFile, readFileSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Rule } from '../core/rule.js';
import { FieldError, isRecord, parseSeries } from '../core/recorded-series.js';
import { observedOf, pairOfReport } from '../core/report.js';
import type { SeriesPair } from '../core/series.js';
import type { ReportedFinding } from '../core/verdict.js';
import { UserError } from '../errors.js';
import { reasonOf } from '../file-errors.js';

/** A recorded series, and the rule it was judged by when it comes from a saved report. */
export interface Recording {
  readonly pair: SeriesPair;
  readonly rule: Rule | null;
  readonly service: string | null;
  /** What a saved report says of the source of its series; empty for a bare series. */
  readonly observed: readonly ReportedFinding[];
}

/**
 * Reads one recorded series, or the series of a saved report, from a file or from stdin (`-`).
 * @throws UserError with file, line and field when it cannot be read or is no series.
 */
export async function readRecording(file: string, openStdin: () => NodeJS.ReadableStream): Promise<Recording> {
  const name = file === '-' ? '<stdin>' : file;
  const json = await readText(file, name, openStdin);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    const { syntaxErrorIn } = await import('./json-position.js');
    throw new UserError(`${name}${syntaxErrorIn(json)}`, HINT, { cause });
  }
  try {
    if (isRecord(value) && 'schemaVersion' in value) return await recordingOfReport(value);
    const pair = parseSeries(value);
    return { pair, rule: null, service: pair.id ?? null, observed: [] };
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    const { lineOf } = await import('./json-position.js');
    throw new UserError(`${name}:${lineOf(json, error.path)}: ${error.message}`, HINT, { cause: error });
  }
}

const HINT = 'Give --series a JSON object like {"bucketSeconds":30,"before":[0,1,0],"after":[4,5,null]}, oldest first.';

/** A report's series are checked like any other, because people edit and cut reports. */
export async function recordingOfReport(report: Readonly<Record<string, unknown>>): Promise<Recording> {
  const { parseReport } = await import('../report-schema.js');
  const parsed = parseReport(report);
  return { pair: pairOfReport(parsed), rule: parsed.rule, service: parsed.service, observed: observedOf(parsed) };
}

async function readText(file: string, name: string, openStdin: () => NodeJS.ReadableStream): Promise<string> {
  try {
    if (file === '-') {
      // Streams are half of what Node would load here, and a file needs none.
      const { text } = await import('node:stream/consumers');
      return await text(openStdin());
    }
    // What is there already is read at once: the threads that wait for a pipe take longer to start than that.
    return statSync(file).isFile() ? readFileSync(file, 'utf8') : await promisify(readFile)(file, 'utf8');
  } catch (cause) {
    throw new UserError(`cannot read ${name}: ${reasonOf(cause)}`, 'Check the path given with --series.', { cause });
  }
}
