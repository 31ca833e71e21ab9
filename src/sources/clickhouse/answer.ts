import { exceptionIn } from './failures.js';

/** A complete result: one JSON document, so that a cut one cannot go unnoticed. */
export interface Answer {
  readonly rows: readonly Row[];
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly elapsedMs: number;
}

export type Row = Readonly<Record<string, unknown>>;

/** Why a text is no result. */
export class NotAnAnswer extends Error {
  override readonly name = 'NotAnAnswer';
}

/** Reads ClickHouse's FORMAT JSON; anything odd throws, because a wrong count is worse than none. */
export function parseAnswer(text: string): Answer {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new NotAnAnswer('the result is not whole JSON', { cause: error });
  }
  const { data, rows, statistics, exception } = asRecord(document);
  if (exception !== undefined) throw new NotAnAnswer('the result ends with an exception');
  if (!Array.isArray(data) || data.length !== wholeNumber(rows)) throw new NotAnAnswer('the result lacks rows');
  const { elapsed, rows_read: rowsRead, bytes_read: bytesRead } = asRecord(statistics);
  return {
    rows: data.map(asRecord),
    rowsRead: wholeNumber(rowsRead),
    bytesRead: wholeNumber(bytesRead),
    elapsedMs: Math.round(Number(elapsed) * 1000),
  };
}

/** An exception that a server wrote behind or into a result that it had begun. */
export function exceptionWithin(text: string): boolean {
  return exceptionIn(text.slice(-EXCEPTION_TAIL)) !== null;
}

/** ClickHouse keeps the exception at the end of a broken result within 16 KiB. */
const EXCEPTION_TAIL = 32_768;

/** A whole number that JavaScript holds exactly; 64-bit numbers may come as strings. */
export function wholeNumber(value: unknown): number {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw new NotAnAnswer(`${JSON.stringify(value)} is not a whole number`);
}

/** How many lines there were, in parts where rows stand for some: a sum of counters that hold other things may be below zero. */
export function countOfLines(value: unknown): number {
  const count = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof count !== 'number' || !(Math.abs(count) <= Number.MAX_SAFE_INTEGER)) {
    throw new NotAnAnswer(`${JSON.stringify(value)} is not a number`);
  }
  if (count >= 0) return count;
  throw new NotAnAnswer(`${count} is no number of lines`);
}

/** A condition: ClickHouse writes 1 or true; null, where nothing could be said, is not. */
export function isTrue(value: unknown): boolean {
  return value === true || Number(value ?? 0) === 1;
}

/** A text. */
export function textValue(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new NotAnAnswer(`${JSON.stringify(value)} is not a text`);
}

/** A list of texts. */
export function textValues(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(textValue);
  throw new NotAnAnswer(`${JSON.stringify(value)} is not a list`);
}

function asRecord(value: unknown): Row {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new NotAnAnswer('the result is not an object');
}
