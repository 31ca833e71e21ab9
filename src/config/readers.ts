import { statSync } from 'node:fs';
import path from 'node:path';
import type { Share } from '../core/exposure.js';
import type { Interval } from '../core/window.js';
import { UserError } from '../errors.js';
import { reasonOf } from '../file-errors.js';
import type { Selector } from '../sources/settings.js';
import { duration, keyValue, moment, quoted } from './fields.js';
import { DEFAULTS } from './judge-config.js';

/** Selectors, or the word that leaves finding them to us. */
export function readCanary(values: readonly string[]): 'auto' | readonly Selector[] {
  if (!values.includes('auto')) return values.map((value) => readSelector('--canary', value));
  if (values.length === 1) return 'auto';
  throw new UserError(
    '--canary auto stands beside other selectors',
    'Give --canary auto alone, or KEY=VALUE selectors.',
  );
}

export function readSelector(flag: string, value: string): Selector {
  const [key, wanted] = keyValue(flag, value);
  return { key, value: wanted };
}

/** `5%`, or `5%±1%` (`5%+-1%` where a keyboard has no ±). */
export function readShare(value: string | undefined): Share | null {
  if (value === undefined) return null;
  const match = /^([\d.]+)%(?:(?:±|\+-|\+\/-)([\d.]+)%)?$/.exec(value.replaceAll(' ', ''));
  const share = Number(match?.[1]) / 100;
  const tolerance = Number(match?.[2] ?? 0) / 100;
  if (share > 0 && share < 1 && tolerance >= 0 && tolerance < share) return { share, tolerance };
  throw new UserError(
    `--canary-share ${quoted(value)} is not a share of the traffic`,
    'Write --canary-share like 5% or 5%±1%, above 0% and below 100%.',
  );
}

/** A duration of whole seconds; null when it was not given. */
export function readWholeSeconds(flag: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const ms = duration(flag, value);
  if (ms % 1000 === 0) return ms;
  throw new UserError(`${flag} ${quoted(value)} is not whole seconds`, `Give ${flag} whole seconds, like 10s or 30s.`);
}

export function readExtension(value: string | undefined): number | null {
  return value === undefined ? null : duration('--extend', value);
}

/** A length such as 30m, or FROM/TO in ISO 8601. */
export function readBefore(value: string | undefined): { readonly lengthMs: number } | Interval {
  if (value === undefined) return { lengthMs: DEFAULTS.beforeMs };
  if (!value.includes('/')) return { lengthMs: duration('--before', value) };
  const [from = '', to = '', ...rest] = value.split('/');
  const [fromMoment, toMoment] = [moment('--before', from), moment('--before', to)];
  if (rest.length > 0 || fromMoment.kind !== 'at' || toMoment.kind !== 'at') {
    throw new UserError(
      `--before ${quoted(value)} is not an interval`,
      'Write --before as 30m, or as FROM/TO like 2026-03-01T11:00:00Z/2026-03-01T11:30:00Z.',
    );
  }
  if (toMoment.ms <= fromMoment.ms) {
    throw new UserError(
      `--before ${quoted(value)} ends before it begins`,
      'Write --before as FROM/TO, the earlier first.',
    );
  }
  return { fromMs: fromMoment.ms, toMs: toMoment.ms };
}

/** Refuses at once what could not be written after the wait. */
export function readOutputFile(file: string | undefined): string | null {
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
