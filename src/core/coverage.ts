import type { Count, Series, SeriesPair } from './series.js';
import { lengthMs, type Interval, type Windows } from './window.js';

/** What the query brings for one non-empty bucket. */
export interface BucketCount {
  readonly startMs: number;
  /** Lines of the selection at the judged level or worse. */
  readonly errors: number;
  /** Lines of the selection at any level. */
  readonly lines: number;
  /** Lines of the whole service at any level; equals `lines` without a selector. */
  readonly serviceLines: number;
  /** The same of the stable instances; absent where nobody named them. */
  readonly stable?: { readonly errors: number; readonly lines: number };
}

/** How far the data can be trusted: up to where they are delivered, and since when they must have been. */
export interface Delivery {
  /**
   * Newest line that anyone delivered, at any level, capped at the server's now; null where nobody logged.
   * Pipelines deliver roughly in order, so a line proves the time before it.
   */
  readonly watermarkMs: number | null;
  /** Data older than this are no longer on their way: what they lack they will always lack. */
  readonly settledBeforeMs: number;
}

/** A silence in which at least this many lines were due is a hole, not a quiet spell: by chance it comes once in e^7 = 1,100. */
const DUE_LINES_OF_A_HOLE = 7;

/**
 * Fills the grid of both windows: counts where there are lines, zeros where lines on both sides prove that there was
 * nothing to count, null where nobody can know.
 */
export function assembleSeries(windows: Windows, buckets: readonly BucketCount[], delivery: Delivery): SeriesPair {
  const byStart = new Map(buckets.map((bucket) => [bucket.startMs, bucket]));
  const isOneSpan = windows.before.toMs === windows.after.fromMs;
  const fill = (span: Interval) => fillSpan(span, windows.bucketMs, byStart, delivery);
  const [before, after] = isOneSpan
    ? split(
        fill({ fromMs: windows.before.fromMs, toMs: windows.after.toMs }),
        lengthMs(windows.before) / windows.bucketMs,
      )
    : [fill(windows.before), fill(windows.after)];
  return { bucketSeconds: windows.bucketMs / 1000, before, after, exposureRatio: 1 };
}

/**
 * Drops the buckets at the end of `after` that may still be on their way, if at least half of what would be judged
 * remains; otherwise they stay and are missing. A silence that is too old to be late is never cut.
 */
export function cutToDelivered(
  pair: SeriesPair,
  windows: Windows,
  delivery: Delivery,
  warmUpBuckets: number,
): SeriesPair {
  const planned = pair.after.errors.length;
  const onItsWay = (index: number) =>
    pair.after.errors[index] === null &&
    windows.after.fromMs + (index + 1) * windows.bucketMs > delivery.settledBeforeMs;
  let kept = planned;
  while (kept > 0 && onItsWay(kept - 1)) kept -= 1;
  const enough = (kept - warmUpBuckets) * 2 >= planned - warmUpBuckets && kept > warmUpBuckets;
  return kept === planned || !enough ? pair : { ...pair, after: split(pair.after, kept)[0] };
}

function fillSpan(
  span: Interval,
  bucketMs: number,
  byStart: ReadonlyMap<number, BucketCount>,
  delivery: Delivery,
): Series {
  const starts = Array.from({ length: lengthMs(span) / bucketMs }, (_, index) => span.fromMs + index * bucketMs);
  const found = starts.map((startMs) => byStart.get(startMs));
  const isCovered = coveredBuckets(
    found.map((bucket) => bucket?.lines ?? 0),
    (index) => span.fromMs + (index + 1) * bucketMs,
    delivery,
  );
  const counts = (pick: (bucket: BucketCount) => number): Count[] =>
    found.map((bucket, index) => {
      if (isCovered[index] !== true) return null;
      return bucket === undefined ? 0 : pick(bucket);
    });
  return { errors: counts(({ errors }) => errors), lines: counts(({ lines }) => lines) };
}

/** Which buckets are known to the end, given the lines of any level in each. */
function coveredBuckets(
  lines: readonly number[],
  endMs: (index: number) => number,
  { watermarkMs, settledBeforeMs }: Delivery,
): readonly boolean[] {
  const first = lines.findIndex((count) => count > 0);
  const last = lines.findLastIndex((count) => count > 0);
  const dueLinesPerBucket = lines.reduce((sum, count) => sum + count, 0) / (last - first + 1);
  const isDelivered = (index: number) => index < last || (watermarkMs !== null && watermarkMs >= endMs(index));
  return runsOf(lines).flatMap(({ start, end, isSilent }) => {
    // Nothing proves the buckets before the first line: the service may not have existed yet.
    const isQuiet = start > 0 && (end - start) * dueLinesPerBucket < DUE_LINES_OF_A_HOLE && isDelivered(end - 1);
    return Array.from({ length: end - start }, (_, offset) => {
      if (isSilent) return isQuiet;
      // The bucket of the newest line is only half told, unless what it lacks can no longer come.
      return isDelivered(start + offset) || endMs(start + offset) <= settledBeforeMs;
    });
  });
}

/** Neighbouring buckets that are all silent or all heard; `end` is the first index behind them. */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly isSilent: boolean;
}

function runsOf(lines: readonly number[]): readonly Run[] {
  const edges = lines.flatMap((count, index) =>
    index === 0 || (count === 0) !== (lines[index - 1] === 0) ? [index] : [],
  );
  return edges.map((start, nth) => ({ start, end: edges[nth + 1] ?? lines.length, isSilent: lines[start] === 0 }));
}

function split({ errors, lines }: Series, at: number): [Series, Series] {
  return [
    { errors: errors.slice(0, at), lines: lines.slice(0, at) },
    { errors: errors.slice(at), lines: lines.slice(at) },
  ];
}
