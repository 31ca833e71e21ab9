import { readFileSync } from 'node:fs';
import { UserError } from '../errors.js';
import { reasonOf } from '../file-errors.js';
import { parseDurationMs, parseMoment, type Moment } from '../core/time.js';

/** A duration above zero, in milliseconds; `--warm-up` and `--max-lag` may also be zero. */
export function duration(place: string, value: string, { allowZero = false } = {}): number {
  const ms = parseDurationMs(value);
  if (ms === null) {
    throw new UserError(`${place} ${quoted(value)} is not a duration`, `Write ${place} like 90s, 5m or 1h30m.`);
  }
  if (ms === 0 && !allowZero) {
    throw new UserError(
      `${place} ${quoted(value)} is no time at all`,
      `Give ${place} a duration above zero, like 30s.`,
    );
  }
  if (ms > LONGEST_MS) {
    throw new UserError(
      `${place} ${quoted(value)} is longer than a year`,
      `Give ${place} a shorter duration, like 30m.`,
    );
  }
  return ms;
}

const LONGEST_MS = 366 * 86_400_000;

/** Far more than any rise, and far less than what floating point can no longer tell apart. */
const LARGEST_FACTOR = 1e6;

/** A moment, fixed or counted from now. */
export function moment(place: string, value: string): Moment {
  const parsed = parseMoment(value);
  if (parsed !== null) return parsed;
  throw new UserError(
    `${place} ${quoted(value)} is not a time`,
    `Write ${place} as 2026-03-01T12:05:00Z, as Unix seconds or milliseconds, as now or as -10m.`,
  );
}

/** A number above zero and up to a million, such as 2 or 1.5. */
export function positiveNumber(place: string, value: string): number {
  const number = /^\d*\.?\d+(e[+-]?\d+)?$/i.test(value.trim()) ? Number(value) : Number.NaN;
  if (number > 0 && number <= LARGEST_FACTOR) return number;
  throw new UserError(
    `${place} ${quoted(value)} is not a number above zero and up to a million`,
    `Give ${place} a factor like 2 or 1.5.`,
  );
}

/** One of a few words. */
export function choice<const T extends string>(place: string, value: string, choices: readonly T[]): T {
  const found = choices.find((known) => known === value);
  if (found !== undefined) return found;
  throw new UserError(`${place} ${quoted(value)} is not known`, `Give ${place} one of: ${choices.join(', ')}.`);
}

/** A `KEY=VALUE` text taken apart at the first equals sign. */
export function keyValue(place: string, value: string, example: string): readonly [key: string, value: string] {
  const at = value.indexOf('=');
  if (at > 0 && at < value.length - 1) return [value.slice(0, at).trim(), value.slice(at + 1)];
  throw new UserError(`${place} ${quoted(value)} is not KEY=VALUE`, `Write ${place} like ${example}.`);
}

/** The bytes of a file that a flag or variable names. */
export function fileBytes(place: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new UserError(`cannot read ${path}: ${reasonOf(cause)}`, `Check the path given with ${place}.`, { cause });
  }
}

export function quoted(value: string): string {
  return JSON.stringify(value);
}
