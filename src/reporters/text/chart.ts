import type { Report } from '../../core/report.js';
import { shortNumber } from '../numbers.js';
import { cellOf, paintStrokes, type Stroke } from './bars.js';
import { type ChartColumn, foldBuckets } from './folding.js';
import { legendLines } from './legend.js';
import type { Ink, Pen } from './pen.js';
import { type Scale, scaleOf } from './scale.js';
import { timeAxis } from './time-axis.js';

const ROWS = 8;

/** Few buckets get broad bars, so that a short window still fills the eye. */
const BROADEST_BAR = 5;

/** Cells of the numbers at the y axis and of the axis itself. */
const NUMBER_CELLS = 6;
const AXIS_CELLS = NUMBER_CELLS + 1;

/**
 * The buckets of both windows as bars from zero, with the median and the limit drawn across and the release between.
 * Written here because the chart libraries for terminals draw reference lines through whole bars only, have no steps
 * below one cell, and no sign that tells a bucket without data from one without errors.
 */
export function chartLines(report: Report, pen: Pen): readonly string[] {
  const room = pen.columns - AXIS_CELLS - 1;
  const chart = foldBuckets(report, room);
  const columns = chart.before.length + chart.after.length;
  const barWidth = Math.min(BROADEST_BAR, Math.max(1, Math.floor(room / Math.max(1, columns))));
  const scale = scaleOf(report, chart, ROWS);
  const release = AXIS_CELLS + chart.before.length * barWidth;
  const bars = (window: readonly ChartColumn[], row: number) =>
    window.map((column) => broad(cellOf(column, row, scale, pen), barWidth));
  const rows = Array.from({ length: ROWS }, (_, index) => ROWS - 1 - index).map((row) =>
    paintStrokes(
      [
        ...axisCells(row, scale, pen),
        ...bars(chart.before, row),
        { text: pen.glyphs.release, ink: 'release' },
        ...bars(chart.after, row),
      ],
      pen,
    ),
  );
  const place = { start: AXIS_CELLS, release, end: release + 1 + chart.after.length * barWidth };
  return [...legendLines(report, chart, scale, pen), ...rows, ...timeAxis(report, place, scale, pen)];
}

function broad({ text, ink }: Stroke, width: number): Stroke {
  return { text: text.repeat(width), ink };
}

/** The number of a row at the axis: the limit's or the median's where they lie, the highest at the top. */
function axisCells(row: number, { limit, median, top, rows }: Scale, { glyphs }: Pen): readonly Stroke[] {
  const marks: readonly { row: number | null; value: number | null; ink: Ink }[] = [
    { ...limit, ink: 'limit' },
    { ...median, ink: 'median' },
    { row: rows - 1, value: top, ink: 'faint' },
  ];
  const mark = marks.find((candidate) => candidate.row === row);
  if (mark === undefined) return [{ text: ' '.repeat(NUMBER_CELLS) + glyphs.axis.side, ink: 'faint' }];
  return [
    { text: shortNumber(mark.value ?? 0).padStart(NUMBER_CELLS), ink: mark.ink },
    { text: glyphs.axis.tick, ink: 'faint' },
  ];
}
