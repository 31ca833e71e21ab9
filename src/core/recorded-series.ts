import type { Count, SeriesPair } from './series.js';

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

/** Whether a value is an object with fields, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
