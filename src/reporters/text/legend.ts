import type { Report } from '../../core/report.js';
import { formatDuration } from '../../core/time.js';
import { numberText } from '../../core/wording.js';
import { shortNumber } from '../numbers.js';
import type { FoldedChart } from '../shown/folding.js';
import type { Ink, Pen } from './pen.js';
import type { Scale } from '../shown/scale.js';
import { type Usual, usualOf } from '../shown/usual.js';
import { displayWidth, wrap } from './width.js';

interface Entry {
  readonly glyph: string;
  readonly ink: Ink;
  readonly text: string;
}

const GAP = '   ';

/** What the line of the level is called by what it rests on; a scaled median still goes by its name. */
const LEVEL_NAMES = { median: 'median', floor: 'usual', stable: 'usual by stable' } as const satisfies Record<
  Usual['from'],
  string
>;

/** What the signs of the chart mean: only those that are in it. */
export function legendLines(report: Report, chart: FoldedChart, scale: Scale, pen: Pen): readonly string[] {
  const notes = foldNotes(report, chart).flatMap((note) => wrap(pen.safe(note), pen.columns));
  return [...entryLines(entriesOf(report, chart, scale, pen), pen), ...notes.map((note) => pen.paint.faint(note))];
}

function entriesOf(
  report: Report,
  chart: FoldedChart,
  { level, limit, beyond }: Scale,
  { glyphs }: Pen,
): readonly Entry[] {
  const columns = [...chart.before, ...chart.after];
  const bucket = formatDuration(report.bucketSeconds * 1000);
  const entries: readonly (Entry | false)[] = [
    { glyph: glyphs.bar.at(-1) ?? '', ink: 'errors', text: `errors per ${bucket}` },
    level.value !== null && {
      glyph: glyphs.median,
      ink: 'median',
      text: `${LEVEL_NAMES[usualOf(report).from]} ${shortNumber(level.value)}`,
    },
    limit.value !== null && { glyph: glyphs.limit, ink: 'limit', text: `limit ${shortNumber(limit.value)}` },
    beyond !== null && { glyph: glyphs.beyond, ink: 'errors', text: `up to ${shortNumber(beyond)}` },
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

function foldNotes(report: Report, chart: FoldedChart): readonly string[] {
  const notes = [...widthNotes(report, chart)];
  if (report.exposureRatio !== 1) {
    notes.push(
      `Before is drawn × ${shortNumber(report.exposureRatio)}: what the canary's traffic would have seen of it.`,
    );
  }
  return notes;
}

/** What a column stands for where that is not one bucket. */
function widthNotes({ bucketSeconds }: Report, { bucketsPerColumn, looks }: FoldedChart): readonly string[] {
  const { before, after } = bucketsPerColumn;
  if (looks !== null) {
    const look = formatDuration(looks.bucketSeconds * 1000);
    const shown = after > 1 ? `the mean of ${numberText(after)} looks of ${look}` : `one look of ${look}`;
    const factor = numberText(bucketSeconds / looks.bucketSeconds);
    const scaled = `After the release each column is ${shown}, × ${factor} for ${formatDuration(bucketSeconds * 1000)}.`;
    return before > 1 ? [scaled, `Before it each column is the mean of ${numberText(before)} buckets.`] : [scaled];
  }
  if (before === after) return before > 1 ? [`Each column is the mean of ${numberText(before)} buckets.`] : [];
  return [
    `Each column is the mean of ${numberText(before)} buckets before the release, of ${numberText(after)} after it.`,
  ];
}
