import { isMeasure } from './judgeable.js';
import type { Control, Count, Series, SeriesPair } from './series.js';

/** What is wrong with one field; the path leads there from the top of the document. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
  readonly path: readonly (string | number)[];

  constructor(path: readonly (string | number)[], problem: string) {
    super(`${nameOf(path)} ${problem}`);
    this.path = path;
  }
}

/** `control.after[3]`: a path as people write it. */
function nameOf(path: readonly (string | number)[]): string {
  const steps = path.map((step, depth) => (typeof step === 'number' ? `[${step}]` : `${depth > 0 ? '.' : ''}${step}`));
  return steps.join('') || 'the document';
}

/**
 * Checks that a value is a recorded series. Fields it does not know are ignored, so that labelled data sets fit.
 * @throws FieldError for the first field that is wrong.
 */
export function parseSeries(value: unknown): SeriesPair {
  if (!isRecord(value)) throw new FieldError([], 'is not an object');
  const { id, bucketSeconds, exposureRatio = 1, control } = value;
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number')
    throw new FieldError(['id'], 'is neither text nor a number');
  const top: Fields = { record: value, path: [] };
  const before = series(top, 'before');
  const after = series(top, 'after');
  return {
    ...(id === undefined ? {} : { id: String(id) }),
    bucketSeconds: positive(top, 'bucketSeconds', bucketSeconds),
    exposureRatio: positive(top, 'exposureRatio', exposureRatio),
    before,
    after,
    ...(control === undefined ? {} : { control: parseControl(control, before, after) }),
  };
}

/** The stable instances: `after` and, if it is there, `before`, in the same buckets as the canary's. */
function parseControl(value: unknown, before: Series, after: Series): Control {
  if (!isRecord(value)) throw new FieldError(['control'], 'is not an object');
  const fields: Fields = { record: value, path: ['control'] };
  const theirs = series(fields, 'after', after);
  return {
    after: theirs,
    ...(value['before'] === undefined ? {} : { before: series(fields, 'before', before) }),
    exposureRatio: positive(fields, 'exposureRatio', value['exposureRatio']),
  };
}

/** The fields of one object of the document, and the path to it. */
interface Fields {
  readonly record: Readonly<Record<string, unknown>>;
  readonly path: readonly string[];
}

/** A window's errors, and its lines where they are known; as many buckets as `beside` where that is given. */
function series(fields: Fields, key: 'before' | 'after', beside?: Series): Series {
  const errors = counts(fields, key, beside?.errors);
  const linesKey = `${key}Lines`;
  const isKnown = fields.record[linesKey] !== undefined;
  return { errors, lines: isKnown ? counts(fields, linesKey, errors) : errors.map(() => null) };
}

function counts({ record, path }: Fields, key: string, beside?: readonly Count[]): readonly Count[] {
  const list: unknown = record[key];
  const fail = (problem: string, index?: number): never => {
    throw new FieldError([...path, key, ...(index === undefined ? [] : [index])], problem);
  };
  if (!Array.isArray(list)) return fail(list === undefined ? 'is missing' : 'is not a list');
  if (list.length === 0) return fail('is empty');
  if (beside !== undefined && list.length !== beside.length) {
    return fail(`holds ${list.length} buckets, but the window holds ${beside.length}`);
  }
  return list.map((count: unknown, index) =>
    isCount(count) ? count : fail(`is ${shown(count)}, not a whole number from 0 on, or null`, index),
  );
}

function isCount(value: unknown): value is Count {
  return value === null || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);
}

function positive({ path }: Fields, key: string, value: unknown): number {
  const fail = (problem: string): never => {
    throw new FieldError([...path, key], problem);
  };
  if (value === undefined) return fail('is missing');
  if (typeof value !== 'number' || !(value > 0)) return fail(`is ${shown(value)}, not a number above zero`);
  // JSON has numbers that are infinite to us.
  return isMeasure(value) ? value : fail(`is ${value}, not from 1e-15 to 1e15`);
}

const SHOWN_CHARACTERS = 40;

/** A wrong value as it was written, as far as it fits into a sentence. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value);
}

/** Whether a value is an object with fields, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
