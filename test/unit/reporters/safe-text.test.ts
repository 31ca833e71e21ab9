import { expect, test } from 'vitest';
import { safeText } from '../../../src/reporters/safe-text.js';

test.for([
  { text: 'payments-v2.4', shown: 'payments-v2.4', why: 'a common name stays' },
  { text: 'Zahlungen für 漢字 🚀', shown: 'Zahlungen für 漢字 🚀', why: 'so does any script' },
  { text: ' a\t b\r\n\u2028c ', shown: 'a b c', why: 'white space of any kind is one space' },
  { text: '\u001b[31mred', shown: String.raw`\u{1b}[31mred`, why: 'an escape is spelled out' },
  { text: '\u009b31m', shown: String.raw`\u{9b}31m`, why: 'so is its one-byte form' },
  { text: 'a\u202eb\u2066', shown: String.raw`a\u{202e}b\u{2066}`, why: 'so are bidi overrides' },
  { text: 'a\u200bb\u00adc\ufeffd', shown: String.raw`a\u{200b}b\u{ad}c d`, why: 'and what is not shown' },
  { text: 'x\ud800', shown: String.raw`x\u{d800}`, why: 'and half a character' },
])('$why', ({ text, shown }) => {
  expect(safeText(text, true)).toBe(shown);
});

test.for([
  { text: '2 × 4 ≤ 8 … a – b · c', shown: '2 x 4 <= 8 ... a - b | c', why: 'our own signs have a plain spelling' },
  { text: 'für', shown: String.raw`f\u{fc}r`, why: 'others are spelled out' },
])('in ASCII, $why', ({ text, shown }) => {
  expect(safeText(text, false)).toBe(shown);
});
