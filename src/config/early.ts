import type { Early } from '../core/rule.js';
import { choice } from './fields.js';
import { placeOf, text, type Settings } from './settings.js';

/** `--early MODE` and `--no-early`; null when neither was given. */
export function readEarly(settings: Settings): Early | null {
  if (settings['early']?.value === false) return 'off';
  const mode = text(settings, 'early');
  return mode === undefined ? null : choice(placeOf(settings, 'early'), mode, ['on', 'off', 'eager']);
}
