import type { Early } from '../core/rule.js';
import { choice, text, type RawFlags } from './fields.js';

/** `--early MODE` and `--no-early`; null when neither was given. */
export function readEarly(flags: RawFlags): Early | null {
  if (flags['early'] === false) return 'off';
  const mode = text(flags, 'early');
  return mode === undefined ? null : choice('--early', mode, ['on', 'off', 'eager']);
}
