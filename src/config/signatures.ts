import { duration } from './fields.js';
import { DEFAULTS } from './judge-config.js';
import { readChoice } from './readers.js';
import { placeOf, text, texts, type Settings } from './settings.js';

/** How the texts of errors are read and judged. */
export function readSignatures(settings: Settings) {
  const lookBack = text(settings, 'lookBack');
  return {
    signatures: readChoice(settings, 'signatures', ['off', 'explain', 'judge']) ?? DEFAULTS.signatures,
    lookBackMs:
      lookBack === undefined
        ? DEFAULTS.lookBackMs
        : duration(placeOf(settings, 'lookBack'), zeroed(lookBack), { allowZero: true }),
    withSamples: settings['samples']?.value !== false,
    allow: texts(settings, 'allow'),
  } as const;
}

/** `0` is the one duration that needs no unit. */
function zeroed(value: string): string {
  return value.trim() === '0' ? '0s' : value;
}
