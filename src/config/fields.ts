import { readFileSync } from 'node:fs';
import { UserError } from '../errors.js';
import { reasonOf } from '../file-errors.js';
import { parseDurationMs, parseMoment, type Moment } from '../core/time.js';

/** Flags as the command line parser hands them over: nothing is known about them yet. */
export type RawFlags = Readonly<Record<string, unknown>>;

export type Env = Readonly<Record<string, string | undefined>>;

/** The text of a flag; undefined when it was not given. */
export function text(flags: RawFlags, key: string): string | undefined {
  const value = flags[key];
  if (value === undefined || typeof value === 'string') return value;
  throw new TypeError(`flag ${key} is not text: ${JSON.stringify(value)}`);
}

/** The texts of a repeatable flag; empty when it was not given. */
export function texts(flags: RawFlags, key: string): readonly string[] {
  const value = flags[key] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new TypeError(`flag ${key} is not a list of texts: ${JSON.stringify(value)}`);
}

/** Whether a flag without a value was given. */
export function isSet(flags: RawFlags, key: string): boolean {
  return flags[key] === true;
}

/** A duration above zero, in milliseconds; `--warm-up` and `--max-lag` may also be zero. */
export function duration(flag: string, value: string, { allowZero = false } = {}): number {
  const ms = parseDurationMs(value);
  if (ms === null) {
    throw new UserError(`${flag} ${quoted(value)} is not a duration`, `Write ${flag} like 90s, 5m or 1h30m.`);
  }
  if (ms === 0 && !allowZero) {
    throw new UserError(`${flag} ${quoted(value)} is no time at all`, `Give ${flag} a duration above zero, like 30s.`);
  }
  if (ms > LONGEST_MS) {
    throw new UserError(`${flag} ${quoted(value)} is longer than a year`, `Give ${flag} a shorter duration, like 30m.`);
  }
  return ms;
}

const LONGEST_MS = 366 * 86_400_000;

/** Far more than any rise, and far less than what floating point can no longer tell apart. */
const LARGEST_FACTOR = 1e6;

/** A moment, fixed or counted from now. */
export function moment(flag: string, value: string): Moment {
  const parsed = parseMoment(value);
  if (parsed !== null) return parsed;
  throw new UserError(
    `${flag} ${quoted(value)} is not a time`,
    `Write ${flag} as 2026-03-01T12:05:00Z, as Unix seconds or milliseconds, as now or as -10m.`,
  );
}

/** A number above zero and up to a million, such as 2 or 1.5. */
export function positiveNumber(flag: string, value: string): number {
  const number = /^\d*\.?\d+(e[+-]?\d+)?$/i.test(value.trim()) ? Number(value) : Number.NaN;
  if (number > 0 && number <= LARGEST_FACTOR) return number;
  throw new UserError(
    `${flag} ${quoted(value)} is not a number above zero and up to a million`,
    `Give ${flag} a factor like 2 or 1.5.`,
  );
}

/** One of a few words. */
export function choice<const T extends string>(flag: string, value: string, choices: readonly T[]): T {
  const found = choices.find((known) => known === value);
  if (found !== undefined) return found;
  throw new UserError(`${flag} ${quoted(value)} is not known`, `Give ${flag} one of: ${choices.join(', ')}.`);
}

/** A `KEY=VALUE` text taken apart at the first equals sign. */
export function keyValue(flag: string, value: string): readonly [key: string, value: string] {
  const at = value.indexOf('=');
  if (at > 0 && at < value.length - 1) return [value.slice(0, at).trim(), value.slice(at + 1)];
  throw new UserError(
    `${flag} ${quoted(value)} is not KEY=VALUE`,
    `Write ${flag} like ${EXAMPLES[flag] ?? 'key=value'}.`,
  );
}

const EXAMPLES: Readonly<Record<string, string>> = {
  '--canary': 'host=web-01 or version=1.4.2',
  '--columns': 'time=ts,level=severity,service=app',
};

/** The bytes of a file that a flag or variable names. */
export function fileBytes(flag: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new UserError(`cannot read ${path}: ${reasonOf(cause)}`, `Check the path given with ${flag}.`, { cause });
  }
}

export function quoted(value: string): string {
  return JSON.stringify(value);
}
