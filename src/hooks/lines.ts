import { stripVTControlCharacters } from 'node:util';
import { spellOut, withoutLogCommands } from '../core/text/log-commands.js';

/** A line that is longer comes in pieces, so that a gigabyte without a line break needs no gigabyte. */
const LONGEST_PIECE = 4096;

const LINE_END = /\r\n|\n|\r/;

/** What most output is made of. */
const HARMLESS = /^[\t -~]*$/;

const OBEYED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Takes the output of a program as it comes and hands it on line by line. */
export interface LineWriter {
  write(bytes: Buffer): void;
  /** Hands on what is left without a line break. */
  end(): void;
}

/**
 * Hands on each line with a prefix and a line break, so that one sees whose it is and no line is taken for a command of
 * the pipeline. Colours are dropped, and whatever else a terminal would obey is spelled out.
 */
export function prefixedLines(prefix: string, write: (text: string) => void): LineWriter {
  // A character may be cut in two by the border of two chunks.
  const decoder = new TextDecoder();
  let rest = '';
  const handOn = (lines: readonly string[]): void => {
    if (lines.length > 0) write(lines.map((line) => `${prefix}${shownLine(line)}\n`).join(''));
  };
  const take = (text: string): void => {
    // A carriage return at the end may be half of a line break.
    const held = text.endsWith('\r') ? '\r' : '';
    const lines = text.slice(0, text.length - held.length).split(LINE_END);
    rest = (lines.pop() ?? '') + held;
    handOn(lines.flatMap(pieces));
    if (rest.length <= LONGEST_PIECE) return;
    const long = pieces(rest);
    rest = long.pop() ?? '';
    handOn(long);
  };
  return {
    write: (bytes) => take(rest + decoder.decode(bytes, { stream: true })),
    end: () => {
      const last = (rest + decoder.decode()).replace(/\r$/, '');
      rest = '';
      if (last !== '') handOn(pieces(last));
    },
  };
}

function pieces(line: string): string[] {
  if (line.length <= LONGEST_PIECE) return [line];
  return line.match(new RegExp(`[^]{1,${LONGEST_PIECE}}`, 'gu')) ?? [];
}

function shownLine(line: string): string {
  const inert = HARMLESS.test(line) ? line : stripVTControlCharacters(line).replace(OBEYED, spelledOut);
  return withoutLogCommands(inert);
}

function spelledOut(character: string): string {
  return character === '\t' ? character : spellOut(character);
}
