import type { Report } from '../../core/report.js';
import { formatDuration } from '../../core/time.js';
import { numberText } from '../../core/wording.js';
import { shortNumber } from '../numbers.js';
import type { FoldedChart } from './folding.js';
import type { Ink, Pen } from './pen.js';
import type { Scale } from './scale.js';
import { displayWidth, wrap } from './width.js';

interface Entry {
  readonly glyph: string;
  readonly ink: Ink;
  readonly text: string;
}

const GAP = '   ';

/** What the signs of the chart mean: only those that are in it. */
export function legendLines(report: Report, chart: FoldedChart, scale: Scale, pen: Pen): readonly string[] {
  const notes = foldNotes(report, chart).flatMap((note) => wrap(pen.safe(note), pen.columns));
  return [...entryLines(entriesOf(report, chart, scale, pen), pen), ...notes.map((note) => pen.paint.faint(note))];
}

function entriesOf(report: Report, chart: FoldedChart, { median, limit }: Scale, { glyphs }: Pen): readonly Entry[] {
  const columns = [...chart.before, ...chart.after];
  const bucket = formatDuration(report.bucketSeconds * 1000);
  const entries: readonly (Entry | false)[] = [
    { glyph: glyphs.bar.at(-1) ?? '', ink: 'errors', text: `errors per ${bucket}` },
    median.value !== null && { glyph: glyphs.median, ink: 'median', text: `median ${shortNumber(median.value)}` },
    limit.value !== null && { glyph: glyphs.limit, ink: 'limit', text: `limit ${shortNumber(limit.value)}` },
    columns.some(({ errors, leftOut }) => leftOut && (errors ?? 0) > 0) && {
      glyph: glyphs.leftOut,
      ink: 'leftOut',
      text: 'left out',
    },
    columns.some(({ errors }) => errors === null) && { glyph: glyphs.missing, ink: 'missing', text: 'no data' },
  ];
  return entries.filter((entry) => entry !== false);
}

/** As many entries a line as fit; none is broken. */
function entryLines(entries: readonly Entry[], { columns, paint }: Pen): readonly string[] {
  const lines: string[] = [];
  let width = Infinity;
  for (const { glyph, ink, text } of entries) {
    const painted = `${paint[ink](glyph)} ${text}`;
    const cells = displayWidth(`${glyph} ${text}`);
    if (width + GAP.length + cells <= columns) {
      lines.push((lines.pop() ?? '') + GAP + painted);
      width += GAP.length + cells;
    } else {
      lines.push(painted);
      width = cells;
    }
  }
  return lines;
}

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
