import type { ChartColumn } from './folding.js';
import type { Ink, Pen } from './pen.js';
import type { Scale } from './scale.js';

/** A few cells of one ink, to be painted together. */
export interface Stroke {
  readonly text: string;
  readonly ink: Ink;
}

/**
 * One cell of one column. The limit lies over the bars and the median behind them, so that a bar above the limit is
 * seen to cross it; what is empty stays empty.
 */
export function cellOf(column: ChartColumn, row: number, scale: Scale, { glyphs }: Pen): Stroke {
  const steps = glyphs.bar.length;
  const height = heightOf(column, scale, steps);
  const filled = Math.min(Math.max(height - row * steps, 0), steps);
  if (row === scale.limit.row && !(column.leftOut && filled > 0)) {
    return { text: glyphs.limit, ink: filled === steps ? 'limitOnErrors' : 'limit' };
  }
  if (filled > 0 && column.leftOut) {
    const sticksOut = row === scale.rows - 1 && height > scale.rows * steps;
    return { text: sticksOut ? glyphs.beyond : glyphs.leftOut, ink: 'leftOut' };
  }
  if (filled > 0) return { text: glyphs.bar[filled - 1] ?? '', ink: 'errors' };
  if (row === 0 && column.errors === null) return { text: glyphs.missing, ink: 'missing' };
  if (row === scale.median.row) return { text: glyphs.median, ink: 'median' };
  return { text: ' ', ink: 'plain' };
}

/** Height in steps; the smallest count is one step high, because only nothing may look like nothing. */
function heightOf({ errors }: ChartColumn, { top, rows }: Scale, steps: number): number {
  if (errors === null || errors <= 0) return 0;
  return Math.max(1, Math.round((errors / top) * rows * steps));
}

/** Joins neighbours of one ink, so that a line carries few escapes. */
export function paintStrokes(strokes: readonly Stroke[], { paint }: Pen): string {
  let line = '';
  let text = '';
  let ink: Ink = 'plain';
  for (const stroke of [...strokes, { text: '', ink: null }]) {
    if (stroke.ink !== ink) {
      line += paint[ink](text);
      text = '';
    }
    text += stroke.text;
    ink = stroke.ink ?? ink;
  }
  return line;
}
