import type { Binder, ParameterType } from '../../sources/clickhouse/sql.js';
import type { Interval } from '../../core/window.js';

/**
 * A layout makes its bounds out of numbers, but the range of a dashboard is not known before somebody looks at it. So the
 * layout is handed two instants that nothing else in a query comes near, and what it binds near one of them, in whatever
 * unit, is written as that end of the range plus what lies between.
 */
const FROM_SECONDS = 1_000_000_000n;
const TO_SECONDS = 2_000_000_000n;

/** The range of a dashboard, for a layout. */
export const RANGE: Interval = { fromMs: Number(FROM_SECONDS) * 1000, toMs: Number(TO_SECONDS) * 1000 };

/** The service that is chosen in a dashboard, for a layout: a name that no way of escaping changes. */
export const CHOSEN_SERVICE = '‹service›';

/** Both ends of the range in seconds, and the service as a text, as SQL. */
export interface Placeholders {
  readonly fromSeconds: string;
  readonly toSeconds: string;
  readonly service: string;
}

/** How far from its end of the range a layout may look, in seconds: a day or two, for dates in zones of their own. */
const NEAR_SECONDS = 7n * 86_400n;

const UNITS_PER_SECOND = [1n, 1000n, 1_000_000n, 1_000_000_000n] as const;

/** A binder that writes every value into the SQL: an instant of {@link RANGE} and {@link CHOSEN_SERVICE} as what stands for them. */
export function createInliner(placeholders: Placeholders): Binder {
  return {
    parameters: {},
    bind(_name, type, value) {
      if (Array.isArray(value)) return `[${value.map((one: string) => textOf(one, placeholders)).join(', ')}]`;
      const given = String(value);
      if (type === 'String') return dayOf(given, placeholders) ?? textOf(given, placeholders);
      return instantOf(given, type, placeholders) ?? (type === 'Int64' ? given : `CAST(${given} AS ${type})`);
    },
    bindInstant(_name, { precision, zone }, ms) {
      const isSeconds = precision === 'seconds';
      const number = String(isSeconds ? ms / 1000 : ms);
      const since1970 = instantOf(number, 'Int64', placeholders) ?? `toInt64(${number})`;
      const inZone = zone === null ? '' : `, '${zone}'`;
      return `${isSeconds ? 'toDateTime' : 'fromUnixTimestamp64Milli'}(${since1970}${inZone})`;
    },
  };
}

/** `1000000000001` as milliseconds after the beginning of the range; null for a number that is none of its instants. */
function instantOf(value: string, type: ParameterType, { fromSeconds, toSeconds }: Placeholders): string | null {
  const [, whole, fraction = '0'] = /^(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  if (whole === undefined) return null;
  for (const perSecond of UNITS_PER_SECOND) {
    for (const [end, sql] of [[FROM_SECONDS, fromSeconds] as const, [TO_SECONDS, toSeconds] as const]) {
      const offset = BigInt(whole) - end * perSecond;
      if (offset > NEAR_SECONDS * perSecond || offset < -NEAR_SECONDS * perSecond) continue;
      const seconds = type === 'Int64' || type === 'UInt64' ? `toInt64(${sql})` : `CAST(${sql} AS ${type})`;
      const scaled = perSecond === 1n ? seconds : `${seconds} * ${perSecond}`;
      const rest = Number(fraction) === 0 ? '' : ` + 0.${fraction}`;
      return `(${scaled}${offset === 0n ? '' : ` ${offset < 0n ? '-' : '+'} ${String(offset).replace('-', '')}`}${rest})`;
    }
  }
  return null;
}

/** `2001-09-08` as the day before the one on which the range begins, in UTC; null for another text. */
function dayOf(value: string, { fromSeconds, toSeconds }: Placeholders): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  for (const [end, sql] of [[FROM_SECONDS, fromSeconds] as const, [TO_SECONDS, toSeconds] as const]) {
    const days = Date.parse(value) / 86_400_000 - Number(end / 86_400n);
    if (Math.abs(days) > Number(NEAR_SECONDS / 86_400n)) continue;
    return `toString(toDate(fromUnixTimestamp64Milli(toInt64(${sql}) * 1000, 'UTC')) + (${days}))`;
  }
  return null;
}

/** A text as SQL. The chosen service within a pattern is escaped as that pattern needs it. */
function textOf(value: string, { service }: Placeholders): string {
  if (value === CHOSEN_SERVICE) return service;
  if (!value.includes(CHOSEN_SERVICE)) return literal(value);
  const escaped = value.startsWith('^')
    ? `regexpQuoteMeta(${service})`
    : String.raw`replaceRegexpAll(${service}, '[\\\\%_]', '\\\\\\0')`;
  const parts = value.split(CHOSEN_SERVICE).flatMap((part, index) => (index === 0 ? [part] : [null, part]));
  return `concat(${parts
    .filter((part) => part !== '')
    .map((part) => (part === null ? escaped : literal(part)))
    .join(', ')})`;
}

/** A text as ClickHouse reads it, in which Grafana finds no variable. */
export function literal(text: string): string {
  const escaped = text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll("'", String.raw`\'`)
    .replaceAll('$', String.raw`\x24`)
    .replaceAll('[[', String.raw`[\x5b`);
  return `'${escaped}'`;
}
