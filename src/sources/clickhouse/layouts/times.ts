import type { Interval } from '../../../core/window.js';
import type { Binder, DecimalType, InstantType } from '../sql.js';
import type { Bounds } from './keys.js';
import { LINE_MS } from './layout.js';

/** What a column of times holds, as far as its type and one of its values tell. */
export type TimeKind =
  | { readonly kind: 'datetime'; readonly hasFraction: boolean; readonly zone: string | null }
  | { readonly kind: 'epoch'; readonly unit: EpochUnit; readonly number: NumberType }
  | { readonly kind: 'text'; readonly startsWithDate: boolean };

/** How many of it a second has, by name. */
const PER_SECOND = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 } as const;
export type EpochUnit = keyof typeof PER_SECOND;
type NumberType = 'Int' | 'Float' | DecimalType;

/** SQL over one column of times. */
export interface TimeExpressions {
  /** What the query defines ahead, LINE_MS among it. */
  readonly definitions: readonly string[];
  readonly mayHaveBadTimes: boolean;
  /** Whether a row lies in the span; said of the bare column where the type allows it. */
  during(span: Interval, binder: Binder): string;
  /** The span in the column's own type; null where texts are compared. */
  readonly bounds: ((span: Interval, binder: Binder) => Bounds) | null;
}

/** A time that is a number already. */
interface NumericTime extends TimeExpressions {
  /** The column in whole milliseconds, rounded down. */
  readonly ms: string;
  readonly bounds: (span: Interval, binder: Binder) => Bounds;
}

/**
 * A type without what does not matter here: `LowCardinality(Nullable(String))` is `String`, and
 * `SimpleAggregateFunction(sum, UInt64)` is `UInt64`.
 */
export function bareType(type: string): string {
  const inner = /^(?:LowCardinality|Nullable|SimpleAggregateFunction)\((?:\w+, ?)?(.*)\)$/s.exec(type)?.[1];
  return inner === undefined ? type : bareType(inner);
}

/** Whether a column of this type can hold the time of a line; a Date is too coarse. */
export function canBeTime(type: string): boolean {
  return /^(DateTime|U?Int(32|64)|Float|Decimal|String)/.test(bareType(type));
}

/** Whether only a value can tell the unit or the form. */
export function needsProbe(type: string): boolean {
  return /^(U?Int64|Int32|Float|Decimal|String)/.test(bareType(type));
}

/** What a column holds, from its type and, where the type leaves it open, one of its values. */
export function timeKindOf(type: string, sample: string | null): TimeKind {
  const bare = bareType(type);
  if (bare.startsWith('DateTime')) {
    return {
      kind: 'datetime',
      hasFraction: bare.startsWith('DateTime64'),
      zone: /'([\w/+-]+)'/.exec(bare)?.[1] ?? null,
    };
  }
  if (bare === 'String') return { kind: 'text', startsWithDate: /^\d{4}-\d{2}-\d{2}/.test(sample ?? '') };
  const number = bare.includes('Int') ? 'Int' : (decimalType(bare) ?? 'Float');
  return { kind: 'epoch', unit: unitOf(Number(sample ?? 0)), number };
}

/** By magnitude: a clock of this century in seconds, milliseconds, microseconds or nanoseconds differs by a thousand. */
function unitOf(value: number): EpochUnit {
  if (value < 1e11) return 's';
  if (value < 1e14) return 'ms';
  return value < 1e17 ? 'us' : 'ns';
}

/** How a quoted column of this kind is turned into milliseconds and compared with a span. */
export function timeExpressions(column: string, time: TimeKind): TimeExpressions {
  if (time.kind === 'datetime') return ofDateTime(column, time);
  return time.kind === 'epoch' ? ofEpoch(column, time) : ofText(column, time.startsWithDate);
}

/** The name under which counts that are stamped with the end of their time define it, in milliseconds. */
export const UNTIL_MS = 'until_ms';

/** The same for counts that are stamped with the end of their time: one until 12:00 belongs before 12:00. */
export function untilExpressions(column: string, time: Exclude<TimeKind, { kind: 'text' }>): TimeExpressions {
  const { ms, during, bounds, ...rest } = time.kind === 'datetime' ? ofDateTime(column, time) : ofEpoch(column, time);
  const next = ({ fromMs, toMs }: Interval): Interval => ({ fromMs: fromMs + 1, toMs: toMs + 1 });
  return {
    ...rest,
    definitions: [`${ms} AS ${UNTIL_MS}`, `${UNTIL_MS} - 1 AS ${LINE_MS}`],
    during: (span, binder) => during(next(span), binder),
    bounds: (span, binder) => bounds(next(span), binder),
  };
}

function ofDateTime(
  column: string,
  { hasFraction, zone }: { readonly hasFraction: boolean; readonly zone: string | null },
): NumericTime {
  // In the column's own zone, because a day begins where the column's zone says.
  const type: InstantType = { precision: hasFraction ? 'milliseconds' : 'seconds', zone };
  const step = hasFraction ? 1 : 1000;
  /** The first instant of the column at or after this one. */
  const firstFrom = (ms: number) => Math.ceil(ms / step) * step;
  const ms = hasFraction ? `toUnixTimestamp64Milli(${column})` : `toInt64(toUnixTimestamp(${column})) * 1000`;
  return {
    ms,
    definitions: [`${ms} AS ${LINE_MS}`],
    mayHaveBadTimes: false,
    during({ fromMs, toMs }, binder) {
      const start = binder.bindInstant('from', type, firstFrom(fromMs));
      return `${column} >= ${start} AND ${column} < ${binder.bindInstant('to', type, firstFrom(toMs))}`;
    },
    bounds({ fromMs, toMs }, binder) {
      return {
        start: binder.bindInstant('from', type, firstFrom(fromMs)),
        last: binder.bindInstant('last', type, firstFrom(toMs) - step),
        end: binder.bindInstant('to', type, firstFrom(toMs)),
      };
    },
  };
}

function ofEpoch(column: string, { unit, number }: { unit: EpochUnit; number: NumberType }): NumericTime {
  const perMs = PER_SECOND[unit] / 1000;
  const inMs = perMs >= 1 ? `${column} / ${perMs}` : `${column} * ${1 / perMs}`;
  // In the column's own unit and on the bare column, so that the sorting key prunes.
  const bound = (name: string, ms: number, binder: Binder): string => {
    if (number === 'Int') return binder.bind(name, 'Int64', wholeUnits(ms, perMs));
    if (number === 'Float') return binder.bind(name, 'Float64', ms * perMs);
    // A decimal of another scale would not prune.
    return binder.bind(name, number, decimalUnits(ms, perMs, Number(/(\d+)\)$/.exec(number)?.[1] ?? 0)));
  };
  const ms = number === 'Int' ? wholeMs(column, perMs) : `toInt64(floor(${inMs}))`;
  return {
    ms,
    definitions: [`${ms} AS ${LINE_MS}`],
    mayHaveBadTimes: false,
    during({ fromMs, toMs }, binder) {
      return `${column} >= ${bound('from', fromMs, binder)} AND ${column} < ${bound('to', toMs, binder)}`;
    },
    bounds({ fromMs, toMs }, binder) {
      const end = bound('to', toMs, binder);
      return { start: bound('from', fromMs, binder), last: end, end };
    },
  };
}

function wholeMs(column: string, perMs: number): string {
  return perMs >= 1 ? `intDiv(toInt64(${column}), ${perMs})` : `toInt64(${column}) * ${1 / perMs}`;
}

/** The first whole unit at or after this instant: nanoseconds are too many for a JavaScript number. */
function wholeUnits(ms: number, perMs: number): string {
  return perMs >= 1 ? String(BigInt(ms) * BigInt(perMs)) : String(Math.ceil(ms * perMs));
}

/** The first number of this scale at or after this instant. */
function decimalUnits(ms: number, perMs: number, scale: number): string {
  if (perMs >= 1) return wholeUnits(ms, perMs);
  const step = 10 ** Math.min(scale, 3);
  return (Math.ceil((ms * step) / 1000) / step).toFixed(Math.min(scale, 3));
}

function decimalType(bare: string): DecimalType | null {
  const [, precision, scale] = /^Decimal\((\d+), ?(\d+)\)$/.exec(bare) ?? [];
  return precision === undefined ? null : `Decimal(${Number(precision)}, ${Number(scale)})`;
}

function ofText(column: string, startsWithDate: boolean): TimeExpressions {
  return {
    definitions: [
      `toDecimal128OrNull(${column}, 9) AS line_epoch`,
      'multiIf(line_epoch < 1e11, line_epoch * 1000, line_epoch < 1e14, line_epoch, line_epoch < 1e17, line_epoch / 1000, line_epoch / 1000000) AS line_epoch_ms',
      // Python and Java write the fraction behind a comma; a text without a time of day is no time.
      `if(position(${column}, ':') > 0, replaceRegexpOne(${column}, '(:[0-9]{2}),([0-9])', '\\\\1.\\\\2'), '') AS line_date`,
      `if(match(assumeNotNull(${column}), '^[0-9]{9,19}([.][0-9]+)?$'), toInt64(floor(line_epoch_ms)), toUnixTimestamp64Milli(parseDateTime64BestEffortOrNull(line_date, 3, 'UTC'))) AS ${LINE_MS}`,
    ],
    mayHaveBadTimes: true,
    during({ fromMs, toMs }, binder) {
      const exact = `${LINE_MS} >= ${binder.bind('from', 'Int64', fromMs)} AND ${LINE_MS} < ${binder.bind('to', 'Int64', toMs)}`;
      if (!startsWithDate) return exact;
      // The date in front sorts as text does; a day on each side makes room for every offset from UTC.
      const firstDay = binder.bind('fromDay', 'String', dayOf(fromMs - DAY_MS));
      const lastDay = binder.bind('toDay', 'String', dayOf(toMs + 2 * DAY_MS));
      return `${column} >= ${firstDay} AND ${column} < ${lastDay} AND ${exact}`;
    },
    bounds: null,
  };
}

const DAY_MS = 86_400_000;

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
