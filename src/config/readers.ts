import { statSync } from 'node:fs';
import path from 'node:path';
import type { Share } from '../core/exposure.js';
import type { Interval } from '../core/window.js';
import { UserError } from '../errors.js';
import { reasonOf } from '../file-errors.js';
import type { Selector } from '../sources/settings.js';
import { choice, duration, keyValue, moment, quoted } from './fields.js';
import { DEFAULTS } from './judge-config.js';
import { placeOf, text, texts, type Settings } from './settings.js';

/** A duration in milliseconds; null where it was not given. */
export function readDuration(settings: Settings, key: string, { allowZero = false } = {}): number | null {
  const value = text(settings, key);
  return value === undefined ? null : duration(placeOf(settings, key), value, { allowZero });
}

/** A duration of whole seconds, in milliseconds; null where it was not given. */
export function readWholeSeconds(settings: Settings, key: string): number | null {
  const ms = readDuration(settings, key);
  if (ms === null || ms % 1000 === 0) return ms;
  const place = placeOf(settings, key);
  throw new UserError(
    `${place} ${quoted(text(settings, key) ?? '')} is not whole seconds`,
    `Give ${place} whole seconds, like 10s or 30s.`,
  );
}

/** One of a few words; null where none was given. */
export function readChoice<const T extends string>(settings: Settings, key: string, choices: readonly T[]): T | null {
  const value = text(settings, key);
  return value === undefined ? null : choice(placeOf(settings, key), value, choices);
}

/** What is written to stdout, or to the file in its place. */
export function readFormat(settings: Settings): 'text' | 'json' | 'markdown' | 'html' {
  return readChoice(settings, 'format', ['text', 'json', 'markdown', 'html']) ?? 'text';
}

/** A number of things from one on; null where it was not given. */
export function readCount(settings: Settings, key: string): number | null {
  const value = text(settings, key);
  if (value === undefined) return null;
  const count = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (count > 0 && Number.isSafeInteger(count)) return count;
  const place = placeOf(settings, key);
  throw new UserError(
    `${place} ${quoted(value)} is not a whole number above zero`,
    `Give ${place} a number like 5000000.`,
  );
}

/** Selectors, or the word that leaves finding them to us. */
export function readCanary(settings: Settings): 'auto' | readonly Selector[] {
  const values = texts(settings, 'canary');
  if (!values.includes('auto')) return readSelectors(settings, 'canary');
  if (values.length === 1) return 'auto';
  const place = placeOf(settings, 'canary');
  throw new UserError(
    `${place} auto stands beside other selectors`,
    `Give ${place} auto alone, or KEY=VALUE selectors.`,
  );
}

export function readSelectors(settings: Settings, key: 'canary' | 'stable'): readonly Selector[] {
  return texts(settings, key).map((given) => {
    const place = placeOf(settings, key);
    const [name, value] = keyValue(place, given, 'host=web-01 or version=1.4.2');
    if (name !== 'attr:') return { key: name, value };
    throw new UserError(
      `${place} ${quoted(given)} names no attribute`,
      `Write ${place} like attr:k8s.deployment.name=x.`,
    );
  });
}

/** `5%`, or `5%±1%` (`5%+-1%` where a keyboard has no ±). */
export function readShare(settings: Settings): Share | null {
  const value = text(settings, 'canaryShare');
  if (value === undefined) return null;
  const match = /^([\d.]+)%(?:(?:±|\+-|\+\/-)([\d.]+)%)?$/.exec(value.replaceAll(' ', ''));
  const share = Number(match?.[1]) / 100;
  const tolerance = Number(match?.[2] ?? 0) / 100;
  if (share > 0 && share < 1 && tolerance >= 0 && tolerance < share) return { share, tolerance };
  const place = placeOf(settings, 'canaryShare');
  throw new UserError(
    `${place} ${quoted(value)} is not a share of the traffic`,
    `Write ${place} like 5% or 5%±1%, above 0% and below 100%.`,
  );
}

/** A length such as 30m, or FROM/TO in ISO 8601. */
export function readBefore(settings: Settings): { readonly lengthMs: number } | Interval {
  const value = text(settings, 'before');
  if (value === undefined) return { lengthMs: DEFAULTS.beforeMs };
  const place = placeOf(settings, 'before');
  if (!value.includes('/')) return { lengthMs: duration(place, value) };
  const [from = '', to = '', ...rest] = value.split('/');
  const [fromMoment, toMoment] = [moment(place, from), moment(place, to)];
  if (rest.length > 0 || fromMoment.kind !== 'at' || toMoment.kind !== 'at') {
    throw new UserError(
      `${place} ${quoted(value)} is not an interval`,
      `Write ${place} as 30m, or as FROM/TO like 2026-03-01T11:00:00Z/2026-03-01T11:30:00Z.`,
    );
  }
  if (toMoment.ms <= fromMoment.ms) {
    throw new UserError(
      `${place} ${quoted(value)} ends before it begins`,
      `Write ${place} as FROM/TO, the earlier first.`,
    );
  }
  return { fromMs: fromMoment.ms, toMs: toMoment.ms };
}

/** Refuses at once what could not be written after the wait. */
export function readOutputFile(settings: Settings): string | null {
  const file = text(settings, 'output');
  if (file === undefined) return null;
  const hint = 'Give --output a file in a folder that exists.';
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new UserError(`--output ${quoted(file)} is a folder`, hint);
  }
  try {
    statSync(path.dirname(path.resolve(file)));
  } catch (cause) {
    throw new UserError(`--output ${quoted(file)} cannot be written: ${reasonOf(cause)}`, hint, { cause });
  }
  return file;
}
