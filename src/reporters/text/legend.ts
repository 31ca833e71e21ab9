import { wrapAnsi } from 'fast-wrap-ansi';
import type { Report } from '../../core/report.js';
import { formatDuration } from '../../core/time.js';
import { numberText } from '../../core/wording.js';
import { shortNumber } from '../numbers.js';
import type { FoldedChart } from './folding.js';
import type { Ink, Pen } from './pen.js';
import type { Scale } from './scale.js';

/** What the signs of the chart mean: only those that are in it. */
export function legendLines(report: Report, chart: FoldedChart, scale: Scale, pen: Pen): readonly string[] {
  const { glyphs, paint, columns } = pen;
  const all = [...chart.before, ...chart.after];
  const entry = (glyph: string, ink: Ink, text: string) => `${paint[ink](glyph)} ${text}`;
  const entries = [
    entry(glyphs.bar.at(-1) ?? '', 'errors', `errors per ${formatDuration(report.bucketSeconds * 1000)}`),
    ...(scale.median.value === null
      ? []
      : [entry(glyphs.median, 'median', `median ${shortNumber(scale.median.value)}`)]),
    ...(scale.limit.value === null ? [] : [entry(glyphs.limit, 'limit', `limit ${shortNumber(scale.limit.value)}`)]),
    ...(all.some(({ errors, leftOut }) => leftOut && errors !== null)
      ? [entry(glyphs.leftOut, 'leftOut', 'left out')]
      : []),
    ...(all.some(({ errors }) => errors === null) ? [entry(glyphs.missing, 'missing', 'no data')] : []),
  ];
  // No-break spaces keep an entry together when the legend wraps; they are not shown as such.
  const legend = entries.map((text) => text.replaceAll(' ', NO_BREAK)).join('   ');
  return [legend, ...foldNotes(report, chart).map((note) => paint.faint(pen.safe(note)))].flatMap((text) =>
    wrapAnsi(text, columns, { hard: true }).replaceAll(NO_BREAK, ' ').split('\n'),
  );
}

const NO_BREAK = '\u00a0';

function foldNotes(report: Report, { bucketsPerColumn: { before, after } }: FoldedChart): readonly string[] {
  const notes = [];
  if (before === after && before > 1) notes.push(`Each column is the mean of ${numberText(before)} buckets.`);
  if (before !== after) {
    notes.push(
      `Each column is the mean of ${numberText(before)} buckets before the release, of ${numberText(after)} after it.`,
    );
  }
  if (report.exposureRatio !== 1) {
    notes.push(
      `Before is drawn × ${shortNumber(report.exposureRatio)}: what the canary's traffic would have seen of it.`,
    );
  }
  return notes;
}
