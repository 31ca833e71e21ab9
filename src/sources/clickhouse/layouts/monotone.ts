import { quoteIdentifier } from '../sql.js';
import { keyParts } from './facts.js';

/** An SQL expression of one column that never falls while the column rises. */
export interface Monotone {
  readonly column: string;
  /** Whether it can tell two instants of one millisecond apart. */
  readonly isFine: boolean;
  /** The expression with something else in place of the column. */
  of(inner: string): string;
}

/** Functions of a time, with nothing or constants beside it, that never fall while the time rises. */
const COARSE = new Set(
  [
    'toDate toDate32 toDateTime toYear toYYYYMM toYYYYMMDD toYYYYMMDDhhmmss toMonday toUnixTimestamp',
    'toStartOfSecond toStartOfMinute toStartOfFiveMinute toStartOfFiveMinutes toStartOfTenMinutes',
    'toStartOfFifteenMinutes toStartOfHour toStartOfDay toStartOfWeek toStartOfMonth toStartOfQuarter toStartOfYear',
    'toStartOfInterval toRelativeSecondNum toRelativeMinuteNum toRelativeHourNum toRelativeDayNum toRelativeWeekNum',
    'toRelativeMonthNum',
  ].flatMap((names) => names.split(' ')),
);

const FINE = new Set(
  [
    'toDateTime64 toUnixTimestamp64Second toUnixTimestamp64Milli toUnixTimestamp64Micro toUnixTimestamp64Nano',
    'fromUnixTimestamp fromUnixTimestamp64Second fromUnixTimestamp64Milli fromUnixTimestamp64Micro',
    'fromUnixTimestamp64Nano toInt64 toUInt64 toInt32 toUInt32 intDiv divide assumeNotNull',
  ].flatMap((names) => names.split(' ')),
);

/**
 * Reads a key expression as ClickHouse writes it. Null for anything that is not known to be monotone: what cannot be
 * read is left out of the predicate, which costs time and never rows.
 */
export function parseMonotone(expression: string): Monotone | null {
  const text = expression.trim();
  const column = identifierIn(text);
  if (column !== null) return { column, isFine: false, of: (inner) => inner };
  const divided = /^(.+) \/ (\d{1,18})$/s.exec(text);
  if (divided !== null) return within(divided[1] ?? '', (inner) => `(${inner} / ${divided[2]})`, true);
  const [, name = '', inside = ''] = /^(\w+)\((.*)\)$/s.exec(text) ?? [];
  if (!COARSE.has(name) && !FINE.has(name)) return null;
  const [first = '', ...constants] = keyParts(inside);
  if (!constants.every(isConstant)) return null;
  return within(first, (inner) => `${name}(${[inner, ...constants].join(', ')})`, FINE.has(name));
}

function within(inner: string, wrap: (inner: string) => string, isFine: boolean): Monotone | null {
  const parsed = parseMonotone(inner);
  if (parsed === null) return null;
  return { column: parsed.column, isFine: parsed.isFine || isFine, of: (text) => wrap(parsed.of(text)) };
}

function identifierIn(text: string): string | null {
  if (/^[A-Za-z_]\w*$/.test(text)) return text;
  const [, quoted] = /^`((?:[^`\\]|\\.)+)`$/s.exec(text) ?? [];
  return quoted === undefined ? null : quoted.replaceAll(/\\(.)/gs, '$1');
}

/** A positive number, a zone's name, or an interval: nothing else may be copied from a server's text into a query. */
function isConstant(text: string): boolean {
  return /^(\d{1,18}|'[\w/+-]{1,64}'|toInterval[A-Z][a-z]+\(\d{1,9}\))$/.test(text);
}

/** The column of an expression, quoted, in its place. */
export function onColumn({ column, of }: Monotone): string {
  return of(quoteIdentifier(column));
}
