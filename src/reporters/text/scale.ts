import type { Report } from '../../core/report.js';
import type { FoldedChart } from './folding.js';

/** The y axis: from zero to `top`, in rows, row 0 lowest. */
export interface Scale {
  readonly rows: number;
  /** Errors a bucket at the upper edge of the highest row. */
  readonly top: number;
  readonly median: Mark;
  readonly limit: Mark;
}

/** A horizontal line of the chart. */
export interface Mark {
  /** Errors a bucket; null where there is none. */
  readonly value: number | null;
  /** Null where there is nothing to draw, or it would lie on the axis. */
  readonly row: number | null;
}

/**
 * Fits bars, median and limit: all of them errors a bucket as the canary's traffic would have seen them. What was left out
 * of the verdict may stick out of the chart, lest an incident of the baseline flatten all that was judged.
 */
export function scaleOf(report: Report, { before, after }: FoldedChart, rows: number): Scale {
  const { before: baseline, level } = report.analysis;
  const median = baseline.median === null ? null : baseline.median * report.exposureRatio;
  const limit = level === null ? null : level * report.rule.sensitivity;
  const highest = [...before, ...after].reduce(
    (most, { errors, leftOut }) => Math.max(most, leftOut ? 0 : (errors ?? 0)),
    0,
  );
  const top = Math.max(highest, median ?? 0, limit ?? 0) || 1;
  const mark = (value: number | null): Mark => ({
    value,
    row: value === null || value <= 0 ? null : Math.max(0, Math.ceil((value / top) * rows) - 1),
  });
  return { rows, top, median: mark(median), limit: mark(limit) };
}
