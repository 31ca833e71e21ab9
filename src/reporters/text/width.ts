import { eastAsianWidth } from 'get-east-asian-width';

/** Signs that take no cell of their own: they are drawn upon the one before. */
const DRAWN_UPON = /^[\p{Mn}\p{Me}]$/u;

const REGIONAL_INDICATOR = /^\p{RI}$/u;

/**
 * Cells that text without escapes takes on a terminal, at most: sequences that a terminal may join into one sign are
 * counted apart. (The usual library for this knows every sequence, and takes 50 ms to load.)
 */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** The text, or as much of it as fits before an ellipsis. */
export function truncated(text: string, width: number, ellipsis: string): string {
  return displayWidth(text) <= width ? text : beginning(text, width - ellipsis.length) + ellipsis;
}

/** Text broken at spaces, or inside a word that is wider than a line. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let taken = Infinity;
  for (const word of text.split(' ')) {
    const cells = displayWidth(word);
    if (taken + 1 + cells <= width) {
      lines.push(`${lines.pop() ?? ''} ${word}`);
      taken += 1 + cells;
      continue;
    }
    // Not spread into one call: a log line of megabytes has more pieces than a call can have arguments.
    for (const piece of cells <= width ? [word] : pieces(word, width)) lines.push(piece);
    taken = displayWidth(lines.at(-1) ?? '');
  }
  return lines;
}

/** Breaks what is wider than a line, in one pass because a line of a log can be megabytes long. */
function pieces(word: string, width: number): readonly string[] {
  const found: string[] = [];
  let piece = '';
  let taken = 0;
  for (const character of word) {
    const cells = widthOf(character);
    if (taken + cells > width && piece !== '') {
      const moved = carried(piece, character);
      found.push(piece.slice(0, piece.length - moved.length));
      piece = moved;
      taken = displayWidth(moved);
    }
    piece += character;
    taken += cells;
  }
  return [...found, piece];
}

/** What stands before colons goes with them: GitHub takes a line that begins with `::error::` for a command. */
function carried(piece: string, next: string): string {
  return next === ':' ? (/(?<=.)\w$/.exec(piece)?.[0] ?? '') : '';
}

/** As many characters as fit. */
function beginning(text: string, width: number): string {
  let taken = 0;
  let end = 0;
  for (const character of text) {
    taken += widthOf(character);
    if (taken > width) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function widthOf(character: string): number {
  if (character <= '~') return 1;
  if (DRAWN_UPON.test(character)) return 0;
  return REGIONAL_INDICATOR.test(character) ? 2 : eastAsianWidth(character.codePointAt(0) ?? 0);
}
