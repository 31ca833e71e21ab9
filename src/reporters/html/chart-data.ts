import type { Report } from '../../core/report.js';
import type { Count } from '../../core/series.js';
import { earlyEndOf } from '../shown/early-end.js';
import { type ChartColumn, foldBuckets, type FoldedChart } from '../shown/folding.js';
import { scaleOf } from '../shown/scale.js';
import { usualOf } from '../shown/usual.js';

/** One column of the chart. */
export interface Bar {
  /** Epoch seconds; seconds after the release for a recorded series, which has no clock. */
  readonly from: number;
  readonly to: number;
  /** Errors a bucket as the canary's traffic would have seen them; null where nobody has data. */
  readonly errors: number | null;
  /** Shown and not judged: warm-up, or an incident of the baseline. */
  readonly leftOut: boolean;
}

/** Everything the picture shows, ready to be drawn; also what the script of the page reads. JSON-safe. */
export interface ChartData {
  /** Whether instants are epoch seconds or counted from the release. */
  readonly hasClock: boolean;
  readonly bucketSeconds: number;
  readonly release: number;
  readonly before: readonly Bar[];
  readonly after: readonly Bar[];
  /** The stable instances at the canary's exposure; empty where there are none. */
  readonly stable: readonly Bar[];
  readonly warmUpUntil: number;
  readonly level: number | null;
  readonly limit: number | null;
  /** What the level rests on. */
  readonly levelFrom: 'median' | 'floor' | 'stable';
  /** Errors a bucket at the upper edge; the axis begins at zero. */
  readonly top: number;
  /** Errors of the highest bar that goes on beyond the top; null where none does. */
  readonly beyond: number | null;
}

/** The picture in at most so many columns. */
export function chartDataOf(report: Report, columns: number): ChartData {
  const { bucketSeconds, windows, series } = report;
  const chart = foldBuckets(report, columns);
  const release = secondsOf(report.release.at) ?? 0;
  const beforeFrom = secondsOf(windows?.before.from ?? null) ?? -series.before.errors.length * bucketSeconds;
  const end = earlyEndOf(report);
  const lookSeconds = end?.looks.bucketSeconds ?? bucketSeconds;
  const afterSeconds = (end?.looks.errors ?? series.after.errors).length * lookSeconds;
  const { warmUp } = report.analysis.after;
  const { level, limit, from } = usualOf(report);
  const { top, beyond } = scaleOf(report, chart, 1);
  return {
    hasClock: windows !== null,
    bucketSeconds,
    release,
    before: beforeBars(chart, beforeFrom, series.before.errors.length, bucketSeconds),
    after: barsFrom(chart.after, release, chart.bucketsPerColumn.after * lookSeconds, release + afterSeconds),
    stable: stableBars(report, release, lookSeconds, columns),
    warmUpUntil: release + (end === null ? warmUp * bucketSeconds : end.warmUpLooks * lookSeconds),
    level,
    limit,
    levelFrom: from,
    top,
    beyond,
  };
}

function secondsOf(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant) / 1000;
}

/** Folded from the release backwards: where the last column is whole, the first may be shorter. */
function beforeBars(
  { before, bucketsPerColumn }: FoldedChart,
  from: number,
  buckets: number,
  bucketSeconds: number,
): readonly Bar[] {
  const end = from + buckets * bucketSeconds;
  const width = bucketsPerColumn.before * bucketSeconds;
  return before.map((column, index) => {
    const to = end - (before.length - 1 - index) * width;
    return { from: Math.max(from, to - width), to, ...column };
  });
}

function barsFrom(columns: readonly ChartColumn[], from: number, width: number, end: number): readonly Bar[] {
  return columns.map((column, index) => ({
    from: from + index * width,
    to: Math.min(end, from + (index + 1) * width),
    ...column,
  }));
}

/** The stable instances after the release, at the resolution of the canary. */
function stableBars(
  { series, bucketSeconds }: Report,
  release: number,
  lookSeconds: number,
  columns: number,
): readonly Bar[] {
  const { control } = series;
  if (control === undefined) return [];
  const isFine = lookSeconds !== bucketSeconds && control.fineAfter?.bucketSeconds === lookSeconds;
  const counts = isFine ? (control.fineAfter?.errors ?? []) : control.after.errors;
  const width = isFine ? lookSeconds : bucketSeconds;
  const size = Math.max(1, Math.ceil(counts.length / columns));
  const factor = control.exposureRatio * (bucketSeconds / width);
  const means = Array.from({ length: Math.ceil(counts.length / size) }, (_, index) =>
    meanOf(counts.slice(index * size, (index + 1) * size)),
  );
  return barsFrom(
    means.map((mean) => ({ errors: mean === null ? null : mean * factor, leftOut: false })),
    release,
    size * width,
    release + counts.length * width,
  );
}

function meanOf(counts: readonly Count[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0) / known.length;
}
