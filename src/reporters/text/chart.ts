import type { Report } from '../../core/report.js';
import { shortNumber } from '../numbers.js';
import { cellOf, paintStrokes, type Stroke } from './bars.js';
import { type ChartColumn, foldBuckets, type FoldedChart } from '../shown/folding.js';
import { legendLines } from './legend.js';
import type { Ink, Pen } from './pen.js';
import { type Scale, scaleOf } from '../shown/scale.js';
import { timeAxis } from './time-axis.js';

const ROWS = 8;

/** Few buckets get broad bars, so that a short window still fills the eye. */
const BROADEST_BAR = 5;
const BROADEST_LOOK = 4;

/** Cells of the numbers at the y axis and of the axis itself. */
const NUMBER_CELLS = 6;
const AXIS_CELLS = NUMBER_CELLS + 1;

/**
 * The buckets of both windows as bars from zero, with the level and the limit drawn across and the release between.
 * Written here because the chart libraries for terminals draw reference lines through whole bars only, have no steps
 * below one cell, and no sign that tells a bucket without data from one without errors.
 */
export function chartLines(report: Report, pen: Pen): readonly string[] {
  const room = pen.columns - AXIS_CELLS - 1;
  const chart = foldBuckets(report, room);
  const columns = chart.before.length + chart.after.length;
  const barWidth = Math.min(BROADEST_BAR, Math.max(1, Math.floor(room / Math.max(1, columns))));
  const scale = scaleOf(report, chart, ROWS);
  const afterWidth = chart.looks === null ? barWidth : lookWidth(chart, barWidth, room);
  const release = AXIS_CELLS + chart.before.length * barWidth;
  const bars = (window: readonly ChartColumn[], row: number, width: number) =>
    window.map((column) => broad(cellOf(column, row, scale, pen), width));
  const rows = Array.from({ length: ROWS }, (_, index) => ROWS - 1 - index).map((row) =>
    paintStrokes(
      [
        ...axisCells(row, scale, pen),
        ...bars(chart.before, row, barWidth),
        { text: pen.glyphs.release, ink: 'release' },
        ...bars(chart.after, row, afterWidth),
      ],
      pen,
    ),
  );
  const place = { start: AXIS_CELLS, release, end: release + 1 + chart.after.length * afterWidth };
  return [...legendLines(report, chart, scale, pen), ...rows, ...timeAxis(report, place, scale, pen)];
}

/** A few looks take the room that is left, because the window they stand for is short beside the one before. */
function lookWidth({ before, after }: FoldedChart, barWidth: number, room: number): number {
  const left = Math.floor((room - before.length * barWidth) / Math.max(1, after.length));
  return Math.min(BROADEST_LOOK, Math.max(barWidth, left));
}

function broad({ text, ink }: Stroke, width: number): Stroke {
  return { text: text.repeat(width), ink };
}

/** The number of a row at the axis: the limit's or the level's where they lie, the highest at the top. */
function axisCells(row: number, { limit, level, top, rows }: Scale, { glyphs }: Pen): readonly Stroke[] {
  const marks: readonly { row: number | null; value: number | null; ink: Ink }[] = [
    { ...limit, ink: 'limit' },
    { ...level, ink: 'median' },
    { row: rows - 1, value: top, ink: 'faint' },
  ];
  const mark = marks.find((candidate) => candidate.row === row);
  if (mark === undefined) return [{ text: ' '.repeat(NUMBER_CELLS) + glyphs.axis.side, ink: 'faint' }];
  return [
    { text: shortNumber(mark.value ?? 0).padStart(NUMBER_CELLS), ink: mark.ink },
    { text: glyphs.axis.tick, ink: 'faint' },
  ];
}
