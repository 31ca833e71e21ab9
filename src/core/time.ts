const UNIT_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
const UNITS = ['d', 'h', 'm', 's', 'ms'] as const;

/**
 * Reads a duration such as `90s`, `5m`, `1h30m` or `1.5h` into milliseconds; units d, h, m, s and ms, largest first.
 * Null when the text is no duration. A bare number is none, because nobody can tell its unit; neither is a negative one.
 */
export function parseDurationMs(text: string): number | null {
  const match = /^(?:([\d.]+)d)?(?:([\d.]+)h)?(?:([\d.]+)m)?(?:([\d.]+)s)?(?:([\d.]+)ms)?$/.exec(text.trim());
  if (match === null || text.trim() === '') return null;
  const totalMs = UNITS.reduce((sum, unit, index) => sum + Number(match[index + 1] ?? 0) * UNIT_MS[unit], 0);
  return Number.isFinite(totalMs) ? Math.round(totalMs) : null;
}

/** Writes milliseconds the way people say them and {@link parseDurationMs} reads them: `4m30s`, `250ms`, `0s`. */
export function formatDuration(durationMs: number): string {
  let restMs = Math.round(Math.abs(durationMs));
  let text = durationMs < 0 ? '-' : '';
  for (const unit of UNITS) {
    const amount = Math.floor(restMs / UNIT_MS[unit]);
    if (amount > 0) text += `${amount}${unit}`;
    restMs -= amount * UNIT_MS[unit];
  }
  return /\d/.test(text) ? text : '0s';
}

/** A moment as a person gave it: fixed, or counted from a "now" that the server's clock decides. */
export type Moment =
  { readonly kind: 'at'; readonly ms: number } | { readonly kind: 'from-now'; readonly offsetMs: number };

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * Reads `now`, `-10m`, `+1m`, Unix seconds or milliseconds (told apart by size, from 1e11 on they are milliseconds)
 * or ISO 8601; without a zone it is UTC, as in logs. Null when the text is no moment or no day of the calendar.
 */
export function parseMoment(text: string): Moment | null {
  const trimmed = text.trim();
  if (trimmed === 'now') return { kind: 'from-now', offsetMs: 0 };
  if (/^\d+(\.\d+)?$/.test(trimmed)) return unixMoment(Number(trimmed));
  const sign = trimmed.startsWith('-') ? -1 : 1;
  const offsetMs = /^[+-]/.test(trimmed) ? parseDurationMs(trimmed.slice(1)) : null;
  if (offsetMs !== null) return { kind: 'from-now', offsetMs: sign * offsetMs };
  return isoMoment(trimmed);
}

/** The moment as epoch milliseconds, given what "now" is. */
export function momentMs(moment: Moment, nowMs: number): number {
  return moment.kind === 'at' ? moment.ms : nowMs + moment.offsetMs;
}

function unixMoment(value: number): Moment | null {
  const ms = Math.round(value < 1e11 ? value * 1000 : value);
  return ms <= LATEST_MS ? { kind: 'at', ms } : null;
}

/** End of the range of a DateTime64 with nanoseconds: later instants no log table can hold. */
const LATEST_MS = Date.UTC(2262, 0, 1);

function isoMoment(text: string): Moment | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match;
  const offset = /^([+-]\d{2}):?(\d{2})?$/.exec(zone);
  const isoZone = offset === null ? 'Z' : `${offset[1]}:${offset[2] ?? '00'}`;
  const clock = `${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}`;
  const ms = Date.parse(`${year}-${month}-${day}T${clock}${isoZone}`);
  // Engines roll 30 February over into March instead of refusing it.
  const isCalendarDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  return Number.isNaN(ms) || !isCalendarDay || ms > LATEST_MS || ms < 0 ? null : { kind: 'at', ms };
}

/** `2026-03-01T12:05:00Z`, with milliseconds only where there are some. */
export function formatInstant(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
