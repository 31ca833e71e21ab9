import { spellOut, withoutLogCommands } from '../core/text/log-commands.js';

/** Signs of our own sentences that have a plain spelling. */
const PLAIN_SPELLINGS: Readonly<Record<string, string>> = {
  '×': 'x',
  '≤': '<=',
  '≥': '>=',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '·': '|',
  '→': '->',
  µ: 'u',
};

/**
 * Everything a terminal obeys instead of showing (escapes, control characters, bidi overrides, zero-width signs,
 * variation selectors, lone surrogates) and what it may not have a glyph for.
 */
const NOT_SHOWN = /[\p{C}\p{Zl}\p{Zp}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/gu;

const NOT_ASCII = /[^ -~]/gu;

/** What most texts are made of: ASCII and the signs of our own sentences. */
const HARMLESS = /^[ -~×≤≥–—−…·→µ]*$/;

/**
 * Text of unknown origin as one line that cannot steer a terminal or the CI system that reads the log: white space becomes
 * one space, and whatever would be obeyed or is not shown is spelled out as `\u{1b}`, so that the reader sees what was there.
 */
export function safeText(text: string, unicode: boolean): string {
  const shown = HARMLESS.test(text) && !text.includes('  ') ? text.trim() : inertText(text);
  const inert = withoutLogCommands(shown);
  if (unicode) return inert;
  return inert.replace(NOT_ASCII, (character) => PLAIN_SPELLINGS[character] ?? spellOut(character));
}

/** The same for a text of several lines, such as a stack trace: its line breaks and its indentation stay. */
export function safeLines(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, '    ')
    .split('\n')
    .map((line) => withoutLogCommands(line.trimEnd().replace(NOT_SHOWN, spellOut)))
    .join('\n');
}

/** Kept apart because its regular expressions take milliseconds to compile, which every cold start would pay. */
function inertText(text: string): string {
  return text
    .replace(/[\s\u0085]+/gu, ' ')
    .trim()
    .replace(NOT_SHOWN, spellOut);
}
