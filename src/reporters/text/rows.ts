import widthOf from 'fast-string-truncated-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import type { Ink, Pen } from './pen.js';

/** Cells of the column that names the rows. */
export const LABEL_COLUMNS = 12;

/** A named row of the report: its text wraps beside the name and ends in an ellipsis after `mostLines`. */
export interface Row {
  readonly label: string;
  readonly text: string;
  readonly ink?: Ink;
  readonly mostLines?: number;
}

/** The row as lines no wider than the terminal. */
export function rowLines({ label, text, ink = 'plain', mostLines = 3 }: Row, pen: Pen): readonly string[] {
  return labelled(label, wrapped(pen.safe(text), pen.columns - LABEL_COLUMNS, mostLines, pen), ink, pen);
}

/** Lines beside the name of their row. */
export function labelled(label: string, lines: readonly string[], ink: Ink, { paint }: Pen): readonly string[] {
  return lines.map((line, index) => paint.faint((index === 0 ? label : '').padEnd(LABEL_COLUMNS)) + paint[ink](line));
}

/** Plain text broken at words, or inside a word that is wider than a line, and cut after `mostLines`. */
export function wrapped(text: string, width: number, mostLines: number, { glyphs }: Pen): readonly string[] {
  const lines = wrapAnsi(text, width, { hard: true }).split('\n');
  if (lines.length <= mostLines) return lines;
  const last = lines[mostLines - 1] ?? '';
  return [...lines.slice(0, mostLines - 1), truncated(`${last} ${lines[mostLines] ?? ''}`, width, glyphs.ellipsis)];
}

/** The text, or as much of it as fits before an ellipsis. */
export function truncated(text: string, width: number, ellipsis: string): string {
  const { index, ellipsed } = widthOf(text, { limit: width, ellipsis, ellipsisWidth: ellipsis.length });
  return ellipsed ? text.slice(0, index) + ellipsis : text.slice(0, index);
}

/** Cells the text takes on a terminal, colours not counted. */
export function displayWidth(text: string): number {
  return widthOf(text).width;
}
