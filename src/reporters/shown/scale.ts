import type { Report } from '../../core/report.js';
import type { ChartColumn, FoldedChart } from './folding.js';
import { usualOf } from './usual.js';

/** The y axis: from zero to `top`, in rows, row 0 lowest. */
export interface Scale {
  readonly rows: number;
  /** Errors a bucket at the upper edge of the highest row. */
  readonly top: number;
  /** Errors of the highest bar where it goes on beyond the top; null where none does. */
  readonly beyond: number | null;
  readonly level: Mark;
  readonly limit: Mark;
}

/** So many times the limit are shown: more would press level, limit and all that is usual into one row. */
const MOST_LIMITS = 7.5;

/** A horizontal line of the chart. */
export interface Mark {
  /** Errors a bucket; null where there is none. */
  readonly value: number | null;
  /** Null where there is nothing to draw, or it would lie on the axis. */
  readonly row: number | null;
}

/**
 * Fits bars, level and limit: all of them errors a bucket as the canary's traffic would have seen them. What was left out
 * of the verdict may stick out of the chart, lest an incident of the baseline flatten all that was judged; and so may errors many
 * times the limit, lest they flatten what is usual.
 */
export function scaleOf(report: Report, { before, after }: FoldedChart, rows: number): Scale {
  const { level, limit } = usualOf(report);
  const usual = highestOf(before);
  const highest = Math.max(usual, highestOf(after));
  const most = limit !== null && limit > 0 ? Math.max(MOST_LIMITS * limit, usual) : Infinity;
  const top = Math.max(Math.min(highest, most), level ?? 0, limit ?? 0) || 1;
  const drawn = [...before, ...after].reduce((tallest, { errors }) => Math.max(tallest, errors ?? 0), 0);
  const mark = (value: number | null): Mark => ({
    value,
    row: value === null || value <= 0 ? null : Math.max(0, Math.ceil((value / top) * rows) - 1),
  });
  return { rows, top, beyond: drawn > top ? drawn : null, level: mark(level), limit: mark(limit) };
}

/** Errors of the highest bar that was judged. */
function highestOf(columns: readonly ChartColumn[]): number {
  return columns.reduce((most, { errors, leftOut }) => Math.max(most, leftOut ? 0 : (errors ?? 0)), 0);
}
