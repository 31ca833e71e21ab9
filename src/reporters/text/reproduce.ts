import type { Report } from '../../core/report.js';
import { formatDuration } from '../../core/time.js';
import { countText } from '../../core/wording.js';
import type { Pen } from './pen.js';
import { displayWidth, LABEL_COLUMNS, labelled, rowLines, wrapped } from './rows.js';

/** Shell words with their quotes: quoted parts, escaped characters and bare ones in any order. */
const WORDS = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+|\S/gu;

const CONTINUED = ' \\';
const MOST_LINES = 8;

/** How the report came about: what it took, and the command that judges the same windows again. */
export function reproduceLines(report: Report, pen: Pen): readonly string[] {
  return [
    ...rowLines({ label: 'took', text: tookText(report), mostLines: 1 }, pen),
    ...labelled('reproduce', commandLines(pen.safe(report.reproduce), pen.columns - LABEL_COLUMNS, pen), 'plain', pen),
  ];
}

function tookText({ durationMs, query, version }: Report): string {
  // Tenths of a second say enough.
  const took = formatDuration(Math.round(durationMs / 100) * 100);
  const rows = query === null ? [] : [`${countText(query.rowsRead, 'row')} read`];
  return [took, ...rows, `canary-verdict ${version}`].join(' · ');
}

/**
 * The command broken between its words, a backslash at the end of each line but the last, so that it can be copied as a
 * whole. A word wider than the terminal is cut into pieces: to copy that, there is the JSON report.
 */
function commandLines(command: string, width: number, pen: Pen): readonly string[] {
  const room = width - CONTINUED.length;
  const words = joinFlags(command.match(WORDS) ?? []);
  const lines = words.reduce<readonly string[]>((filled, word) => {
    const longer = `${filled.at(-1) ?? ''} ${word}`;
    return filled.length > 0 && displayWidth(longer) <= room ? [...filled.slice(0, -1), longer] : [...filled, word];
  }, []);
  return lines
    .map((line, index) => (index < lines.length - 1 ? line + CONTINUED : line))
    .flatMap((line) => wrapped(line, width, MOST_LINES, pen))
    .slice(0, MOST_LINES);
}

/** A flag stays on the line of its value. */
function joinFlags(words: readonly string[]): readonly string[] {
  return words.reduce<readonly string[]>((joined, word) => {
    const last = joined.at(-1) ?? '';
    return /^--[\w-]+$/.test(last) && !word.startsWith('-')
      ? [...joined.slice(0, -1), `${last} ${word}`]
      : [...joined, word];
  }, []);
}
