import type { Row } from '../shown/row.js';
import type { Ink, Pen } from './pen.js';
import { truncated, wrap } from './width.js';

/** Cells of the column that names the rows. */
export const LABEL_COLUMNS = 12;

/** The row as lines no wider than the terminal. */
export function rowLines({ label, text, ink = 'plain', mostLines = 4 }: Row, pen: Pen): readonly string[] {
  return labelled(label, wrapped(pen.safe(text), pen.columns - LABEL_COLUMNS, mostLines, pen), ink, pen);
}

/** Lines beside the name of their row. */
export function labelled(label: string, lines: readonly string[], ink: Ink, { paint }: Pen): readonly string[] {
  return lines.map((line, index) => paint.faint((index === 0 ? label : '').padEnd(LABEL_COLUMNS)) + paint[ink](line));
}

/** Plain text broken at words, or inside a word that is wider than a line, and cut after `mostLines`. */
export function wrapped(text: string, width: number, mostLines: number, { glyphs }: Pen): readonly string[] {
  const lines = wrap(text, width);
  if (lines.length <= mostLines) return lines;
  const last = lines[mostLines - 1] ?? '';
  return [...lines.slice(0, mostLines - 1), truncated(`${last} ${lines[mostLines] ?? ''}`, width, glyphs.ellipsis)];
}
