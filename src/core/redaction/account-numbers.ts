import { isIban } from './iban.js';
import { isCardNumber } from './luhn.js';

/** Groups of digits with at most two blanks, dots, dashes, strokes or low lines between them. */
const GROUPS_OF_DIGITS = /\d+(?:[ \u00a0./_-]{1,2}\d+)*/g;

/** No card number is printed in more groups. */
const MOST_GROUPS = 5;

/** Written without blanks or in groups of four. */
const MAYBE_IBAN = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])/g;

/**
 * A text without card numbers and IBANs. Their check digits are right, and they begin and end where a group of digits does: an id
 * or a time in nanoseconds with a card number's digits somewhere within is none.
 */
export function withoutAccountNumbers(text: string, replacement: string): string {
  return text
    .replace(MAYBE_IBAN, (iban) => (isIban(iban.replaceAll(' ', '')) ? replacement : iban))
    .replace(GROUPS_OF_DIGITS, (groups) => withoutCards(groups, replacement));
}

function withoutCards(text: string, replacement: string): string {
  const parts = text.split(/([ \u00a0./_-]+)/);
  let shown = '';
  for (let at = 0; at < parts.length;) {
    const end = endOfCard(parts, at);
    shown += end === null ? (parts[at] ?? '') + (parts[at + 1] ?? '') : replacement + (parts[end] ?? '');
    at = end === null ? at + 2 : end + 1;
  }
  return shown;
}

/**
 * Where the separator behind a card number stands that begins with this group; null where none begins. Between its groups stands
 * always the same, and none begins behind a decimal point.
 */
function endOfCard(parts: readonly string[], from: number): number | null {
  if (parts[from - 1] === '.') return null;
  let digits = '';
  for (let at = from; at < Math.min(from + 2 * MOST_GROUPS, parts.length); at += 2) {
    if (at > from && parts[at - 1] !== parts[from + 1]) return null;
    digits += parts[at] ?? '';
    if (isCardNumber(digits)) return at + 1;
  }
  return null;
}
