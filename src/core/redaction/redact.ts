import { withoutAccountNumbers } from './account-numbers.js';
import { withoutRandomWords } from './random-words.js';
import { REDACTED, SECRETS } from './secrets.js';

/** So much of a text is looked at: far more than is shown, so that no secret is cut where the shown part ends. */
const MOST_LOOKED_AT = 8192;

/** A sample that is longer tells no more. */
const MOST_SHOWN = 500;

/**
 * A text without credentials, tokens, keys, card and account numbers, and e-mail addresses, at most 500 characters of it. Redacting it again
 * changes nothing, and the time it takes is bounded, whatever the text.
 */
export function redact(text: string): string {
  const start = text.length <= MOST_LOOKED_AT ? text : withoutLastWord(text.slice(0, MOST_LOOKED_AT));
  const named = SECRETS.reduce((rest, secret) => rest.replace(secret, `$1${REDACTED}`), start);
  return cut(withoutRandomWords(withoutAccountNumbers(named, REDACTED), REDACTED));
}

/** Text that was cut off, without its last word or number, which may be half a secret. */
export function withoutLastWord(text: string): string {
  const isSpace = (at: number) => text.charCodeAt(at) <= 32;
  let end = text.length;
  while (end > 0 && !isSpace(end - 1)) end -= 1;
  // A card number may have spaces in it.
  while (end > 0 && (isSpace(end - 1) || /[\d-]/.test(text.charAt(end - 1)))) end -= 1;
  return text.slice(0, end);
}

/** Cut between characters, and never within a placeholder. */
function cut(text: string): string {
  if (text.length <= MOST_SHOWN) return text;
  const shown = text.slice(0, MOST_SHOWN - 1);
  const begun = shown.lastIndexOf('[');
  const isWithin = begun >= 0 && text.startsWith(REDACTED, begun) && begun + REDACTED.length > shown.length;
  return `${isWithin ? shown.slice(0, begun) : shown.replace(/[\uD800-\uDBFF]$/, '')}…`;
}
