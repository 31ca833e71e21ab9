import { clipped } from '../../core/text/cut.js';
import { safeLines, safeText } from '../safe-text.js';

const MOST_INLINE = 300;
const MOST_PROSE = 700;
const MOST_BLOCK = 6000;

/** Signs that are spelled out make a text longer: so many times its most characters it may be at last. */
const MOST_GROWTH = 1.5;

/**
 * Letters, digits and the signs of our own sentences: nothing that could format, mention, link, refer to an issue or become an
 * emoji, whichever flavour of Markdown reads it.
 */
const PLAIN = /^[A-Za-z0-9](?:[A-Za-z0-9 ,.;()'"×≤≥–—·…]|[:/%+=-](?![A-Za-z/]))*$/;

/** What reads as more than words although its signs are plain: lists, web addresses, commits and tickets. */
const NOT_PLAIN = /^\d+[.)]|www\.|\b[0-9a-f]{7,}\b|\b[A-Z]{2,}-\d/i;

/**
 * A sentence that may quote from logs. Where it holds nothing but plain signs it is prose; else it is a code span as a whole, because
 * escapes are undone before some readers look for mentions and links, and in code nobody looks.
 */
export function prose(text: string): string {
  const safe = line(text, MOST_PROSE);
  return PLAIN.test(safe) && !NOT_PLAIN.test(safe) ? safe : codeSpan(safe);
}

/** Text of unknown origin as a code span on one line, which nothing in it can end. Not for tables: there a bar would. */
export function code(text: string): string {
  return codeSpan(line(text, MOST_INLINE));
}

/** Lines of unknown origin as a fenced block, which nothing in them can end. */
export function fenced(text: string, language: string): string {
  const lines = cut(safeLines(clipped(text, MOST_BLOCK)), MOST_BLOCK);
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1));
  return `${fence}${language}\n${lines}\n${fence}`;
}

function line(text: string, most: number): string {
  return cut(safeText(clipped(text, most), true), most);
}

function cut(safe: string, most: number): string {
  return safe.length <= most * MOST_GROWTH ? safe : `${safe.slice(0, most * MOST_GROWTH)}…`;
}

function codeSpan(safe: string): string {
  if (safe === '') return '(empty)';
  const fence = '`'.repeat(longestRun(safe) + 1);
  // A blank at both ends is taken off again by the reader.
  const padding = safe.startsWith('`') || safe.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${safe}${padding}${fence}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}
