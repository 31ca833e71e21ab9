import type { ChartColumn } from '../shown/folding.js';
import type { Ink, Pen } from './pen.js';
import type { Scale } from '../shown/scale.js';

/** A few cells of one ink, to be painted together. */
export interface Stroke {
  readonly text: string;
  readonly ink: Ink;
}

/**
 * One cell of one column. The limit and the level lie over the bars, so that a bar is seen to cross them; where a
 * bar only begins to fill the level's row, its height says more.
 */
export function cellOf(column: ChartColumn, row: number, scale: Scale, { glyphs, colored }: Pen): Stroke {
  const steps = glyphs.bar.length;
  const height = heightOf(column, scale, steps);
  const filled = Math.min(Math.max(height - row * steps, 0), steps);
  if (row === scale.limit.row && !(column.leftOut && filled > 0)) {
    const exceeds = (column.errors ?? 0) > (scale.limit.value ?? Infinity);
    return { text: glyphs.limit, ink: exceeds ? 'limitOnErrors' : 'limit' };
  }
  const sticksOut = row === scale.rows - 1 && height > scale.rows * steps;
  if (filled > 0 && column.leftOut) return { text: sticksOut ? glyphs.beyond : glyphs.leftOut, ink: 'leftOut' };
  if (sticksOut) return { text: glyphs.beyond, ink: 'errors' };
  // Without colour it could not be told from an empty cell.
  if (filled === steps && row === scale.level.row && colored) return { text: glyphs.median, ink: 'medianOnErrors' };
  if (filled > 0) return { text: glyphs.bar[filled - 1] ?? '', ink: 'errors' };
  if (row === 0 && column.errors === null) return { text: glyphs.missing, ink: 'missing' };
  if (row === scale.level.row) return { text: glyphs.median, ink: 'median' };
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
