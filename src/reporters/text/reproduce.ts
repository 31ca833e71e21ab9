import type { Report } from '../../core/report.js';
import { formatDuration } from '../../core/time.js';
import { countText } from '../../core/wording.js';
import type { Pen } from './pen.js';
import { LABEL_COLUMNS, labelled, rowLines, wrapped } from './rows.js';
import { displayWidth } from './width.js';

/** Shell words with their quotes: quoted parts, escaped characters and bare ones in any order. */
const WORDS = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+|\S/gu;

const CONTINUED = ' \\';

/** A command that takes more lines than this is not for copying from a screen. */
const MOST_LINES = 20;

/** How the report came about: what it took, and the command that judges the same windows again. */
export function reproduceLines(report: Report, pen: Pen): readonly string[] {
  return [
    ...rowLines({ label: 'took', text: tookText(report), mostLines: 1 }, pen),
    ...labelled('reproduce', commandLines(pen.safe(report.reproduce), pen.columns - LABEL_COLUMNS, pen), 'plain', pen),
  ];
}

function tookText({ durationMs, query, version }: Report): string {
  const took = formatDuration(durationMs < 10_000 ? durationMs : Math.round(durationMs / 1000) * 1000);
  const rows = query === null ? [] : [`${countText(query.rowsRead, 'row')} read`];
  return [took, ...rows, `canary-verdict ${version}`].join(' · ');
}

/**
 * The command broken between its words, a backslash at the end of each line but the last, so that it can be copied as a
 * whole. A word wider than the terminal is cut into pieces: to copy that, there is the JSON report.
 */
function commandLines(command: string, width: number, pen: Pen): readonly string[] {
  const room = width - CONTINUED.length;
  const lines = fill(joinFlags(command.match(WORDS) ?? [], room), room);
  const continued = lines.map((line, index) => (index < lines.length - 1 ? line + CONTINUED : line));
  const cut = continued.flatMap((line) => wrapped(line, width, MOST_LINES, pen));
  return cut.length <= MOST_LINES ? cut : [...cut.slice(0, MOST_LINES - 1), pen.glyphs.ellipsis];
}

/** As many words a line as fit. */
function fill(words: readonly string[], room: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && displayWidth(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A flag stays on the line of its value where both fit. */
function joinFlags(words: readonly string[], room: number): readonly string[] {
  const joined: string[] = [];
  for (const word of words) {
    const flag = joined.at(-1) ?? '';
    const both = `${flag} ${word}`;
    if (/^--[\w-]+$/.test(flag) && !word.startsWith('-') && displayWidth(both) <= room)
      joined[joined.length - 1] = both;
    else joined.push(word);
  }
  return joined;
}
