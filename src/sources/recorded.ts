import { readFile } from 'node:fs';
import { promisify } from 'node:util';
import { text as readAll } from 'node:stream/consumers';
import type { Rule } from '../core/rule.js';
import type { Count, SeriesPair } from '../core/series.js';
import { UserError } from '../errors.js';
import { reasonOf } from '../file-errors.js';

/** A recorded series, and the rule it was judged by when it comes from a saved report. */
export interface Recording {
  readonly pair: SeriesPair;
  readonly rule: Rule | null;
  readonly service: string | null;
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
    return { pair, rule: null, service: pair.id ?? null };
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    const { lineOf } = await import('./json-position.js');
    throw new UserError(`${name}:${lineOf(json, error.path)}: ${error.message}`, HINT, { cause: error });
  }
}

const HINT = 'Give --series a JSON object like {"bucketSeconds":30,"before":[0,1,0],"after":[4,5,null]}, oldest first.';

/** What is wrong with one field; the path leads there from the top of the document. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
  readonly path: readonly (string | number)[];

  constructor(path: readonly (string | number)[], problem: string) {
    super(
      `${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join('') || 'the document'} ${problem}`,
    );
    this.path = path;
  }
}

/**
 * Checks that a value is a recorded series. Fields it does not know are ignored, so that labelled data sets fit.
 * @throws FieldError for the first field that is wrong.
 */
export function parseSeries(value: unknown): SeriesPair {
  if (!isRecord(value)) throw new FieldError([], 'is not an object');
  const { id, bucketSeconds, exposureRatio = 1 } = value;
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number')
    throw new FieldError(['id'], 'is neither text nor a number');
  const before = counts(value, 'before');
  const after = counts(value, 'after');
  return {
    ...(id === undefined ? {} : { id: String(id) }),
    bucketSeconds: positive(bucketSeconds, 'bucketSeconds'),
    exposureRatio: positive(exposureRatio, 'exposureRatio'),
    before: { errors: before, lines: linesBeside(value, 'beforeLines', before) },
    after: { errors: after, lines: linesBeside(value, 'afterLines', after) },
  };
}

function counts(record: Readonly<Record<string, unknown>>, key: string): readonly Count[] {
  const list = record[key];
  if (!Array.isArray(list)) throw new FieldError([key], list === undefined ? 'is missing' : 'is not a list');
  if (list.length === 0) throw new FieldError([key], 'is empty');
  return list.map((count: unknown, index) => {
    if (count === null || (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0)) return count;
    throw new FieldError([key, index], `is ${JSON.stringify(count)}, not a whole number from 0 on, or null`);
  });
}

function linesBeside(
  record: Readonly<Record<string, unknown>>,
  key: string,
  errors: readonly Count[],
): readonly Count[] {
  if (record[key] === undefined) return errors.map(() => null);
  const lines = counts(record, key);
  if (lines.length === errors.length) return lines;
  throw new FieldError([key], `holds ${lines.length} buckets, but the window holds ${errors.length}`);
}

function positive(value: unknown, key: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new FieldError(
    [key],
    value === undefined ? 'is missing' : `is ${JSON.stringify(value)}, not a number above zero`,
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A report's series are checked like any other, because people edit and cut reports. */
async function recordingOfReport(report: Readonly<Record<string, unknown>>): Promise<Recording> {
  const { parseReport } = await import('../report-schema.js');
  const { pairOfReport } = await import('../core/report.js');
  const parsed = parseReport(report);
  return { pair: pairOfReport(parsed), rule: parsed.rule, service: parsed.service };
}

async function readText(file: string, name: string, openStdin: () => NodeJS.ReadableStream): Promise<string> {
  try {
    return file === '-' ? await readAll(openStdin()) : await promisify(readFile)(file, 'utf8');
  } catch (cause) {
    throw new UserError(`cannot read ${name}: ${reasonOf(cause)}`, 'Check the path given with --series.', { cause });
  }
}
