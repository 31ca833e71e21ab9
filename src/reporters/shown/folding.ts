import type { Report } from '../../core/report.js';
import type { Count, FineSeries } from '../../core/series.js';
import { earlyEndOf } from './early-end.js';

/** One column of the chart: one bucket, or the mean of several. */
export interface ChartColumn {
  /** Errors a bucket as the canary's traffic would have seen them; null where no bucket has data. */
  readonly errors: number | null;
  /** Shown, and left out of the verdict: warm-up, or an incident of the baseline. */
  readonly leftOut: boolean;
}

export interface FoldedChart {
  readonly before: readonly ChartColumn[];
  readonly after: readonly ChartColumn[];
  /** Buckets a column stands for. */
  readonly bucketsPerColumn: { readonly before: number; readonly after: number };
  /** The looks that stand after the release instead of buckets, in errors a bucket; null where buckets do. */
  readonly looks: FineSeries | null;
}

/**
 * Folds both windows into at most `columns` columns, from the release outwards so that none mixes old and new. What an early rollback
 * left of the window after the release is shown look by look, because whole buckets may be few, or none.
 */
export function foldBuckets(report: Report, columns: number): FoldedChart {
  const { before } = report.series;
  const after = afterOf(report);
  const folds = foldsOf(before.errors.length, after, columns);
  const scrubbed = new Set(report.analysis.before.scrubbed);
  return {
    looks: after.looks,
    before: fold(before.errors, folds.before, 'end', (index) => scrubbed.has(index)).map(({ errors, leftOut }) => ({
      errors: errors === null ? null : errors * report.exposureRatio,
      leftOut,
    })),
    after: fold(after.errors, folds.after, 'start', (index) => index < after.warmUp),
    bucketsPerColumn: folds,
  };
}

/** The counts after the release, in errors a bucket. */
interface After {
  readonly errors: readonly Count[];
  /** How many of the counts are warm-up. */
  readonly warmUp: number;
  /** How many of the counts make a bucket. */
  readonly perBucket: number;
  readonly looks: FineSeries | null;
}

function afterOf(report: Report): After {
  const { series, analysis, bucketSeconds } = report;
  const end = earlyEndOf(report);
  if (end === null) return { errors: series.after.errors, warmUp: analysis.after.warmUp, perBucket: 1, looks: null };
  const factor = bucketSeconds / end.looks.bucketSeconds;
  const errors = end.looks.errors.map((count) => (count === null ? null : count * factor));
  return { errors, warmUp: end.warmUpLooks, perBucket: Math.max(1, Math.round(factor)), looks: end.looks };
}

/** Looks stand alone where they have room, and bucket by bucket where not. */
function foldsOf(before: number, { errors, perBucket }: After, columns: number): FoldedChart['bucketsPerColumn'] {
  if (before + errors.length <= columns) return { before: 1, after: 1 };
  const folds = chooseFolds(before, Math.ceil(errors.length / perBucket), columns);
  return { before: folds.before, after: folds.after * perBucket };
}

/** One fold for both windows, unless the window after the release would shrink to nothing beside a long baseline. */
function chooseFolds(before: number, after: number, columns: number): FoldedChart['bucketsPerColumn'] {
  const common = smallestFold([before, after], columns);
  const leastAfter = Math.min(after, Math.floor(columns / 6));
  if (Math.ceil(after / common) >= leastAfter) return { before: common, after: common };
  const foldAfter = Math.ceil(after / leastAfter);
  return { before: smallestFold([before], columns - Math.ceil(after / foldAfter)), after: foldAfter };
}

/** Fewest buckets a column so that all windows fit, each into whole columns of its own. */
function smallestFold(lengths: readonly number[], columns: number): number {
  const taken = (size: number) => lengths.reduce((sum, length) => sum + Math.ceil(length / size), 0);
  let size = Math.max(1, Math.ceil(lengths.reduce((sum, length) => sum + length, 0) / columns));
  while (taken(size) > Math.max(columns, lengths.length)) size += 1;
  return size;
}

function fold(
  counts: readonly Count[],
  size: number,
  alignedAt: 'start' | 'end',
  isLeftOut: (index: number) => boolean,
): readonly ChartColumn[] {
  const offset = alignedAt === 'end' ? (size - (counts.length % size)) % size : 0;
  return Array.from({ length: Math.ceil(counts.length / size) }, (_, column) => {
    const from = Math.max(0, column * size - offset);
    const to = Math.min(counts.length, (column + 1) * size - offset);
    return meanOf(counts, from, to, isLeftOut);
  });
}

/** Left-out buckets count only in a column that holds nothing else, so that they do not blur what was judged. */
function meanOf(
  counts: readonly Count[],
  from: number,
  to: number,
  isLeftOut: (index: number) => boolean,
): ChartColumn {
  const sums = { judged: { errors: 0, buckets: 0 }, leftOut: { errors: 0, buckets: 0 } };
  for (let index = from; index < to; index += 1) {
    const errors = counts[index] ?? null;
    if (errors === null) continue;
    const sum = isLeftOut(index) ? sums.leftOut : sums.judged;
    sum.errors += errors;
    sum.buckets += 1;
  }
  const leftOut = sums.judged.buckets === 0;
  const { errors, buckets } = leftOut ? sums.leftOut : sums.judged;
  return { errors: buckets === 0 ? null : errors / buckets, leftOut };
}
