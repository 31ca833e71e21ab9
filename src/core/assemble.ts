import { coveredBuckets, heardOf, type BucketCount, type Delivery, type SideCount } from './coverage.js';
import type { Control, Count, FineSeries, Series, SeriesPair } from './series.js';
import { lengthMs, type Interval, type Windows } from './window.js';

/** What one side's bucket of a series is made of. */
type Counted = Required<Pick<SideCount, 'errors' | 'lines' | 'heard'>>;

/** Counts of one side by the start of the bucket; of a bucket that is absent nothing was heard. */
type Side = ReadonlyMap<number, Counted>;

const NOTHING: Counted = { errors: 0, lines: 0, heard: 0 };

/**
 * Fills the grid of both windows: counts where something was heard, zeros where signs of life on both sides prove that there was
 * nothing to count, null where nobody can know. The rows may come in any order and in narrower buckets of the same grid.
 * The exposure is left at 1: who knows better says so afterwards.
 */
export function assembleSeries(windows: Windows, rows: readonly BucketCount[], delivery: Delivery): SeriesPair {
  const canary = fillWindows(windows, sideOf(windows, rows, canaryOf), delivery);
  const stable = sideOf(windows, rows, stableOf);
  const control: Control | null =
    stable.size === 0 ? null : { ...fillWindows(windows, stable, delivery), exposureRatio: 1 };
  return { bucketSeconds: windows.bucketMs / 1000, ...canary, exposureRatio: 1, ...(control !== null && { control }) };
}

/**
 * The after window in the narrow buckets of the rows, for the guard to look at; `toMs` is where the looking has come to.
 * A bucket without a row counts no error of the canary: what is missing can only spare the release. Of the stable
 * instances it would blame the release, so that nothing is known of them beyond their newest line.
 */
export function fineSeries(
  windows: Windows,
  rows: readonly BucketCount[],
  bucketMs: number,
  toMs: number,
): { readonly canary: FineSeries; readonly stable: FineSeries } {
  const { fromMs } = windows.after;
  const byStart = new Map(rows.map((row) => [row.startMs, row]));
  const starts = Array.from(
    { length: Math.floor((toMs - fromMs) / bucketMs) },
    (_, index) => fromMs + index * bucketMs,
  );
  const newestStableMs = Math.max(
    ...rows.filter(({ stable }) => stable !== undefined && heardOf(stable) > 0).map(({ startMs }) => startMs),
  );
  const counts = (count: (startMs: number) => Count): FineSeries => ({
    bucketSeconds: bucketMs / 1000,
    errors: starts.map(count),
  });
  return {
    canary: counts((startMs) => byStart.get(startMs)?.errors ?? 0),
    // The bucket of the newest line may be half delivered, too.
    stable: counts((startMs) => (startMs < newestStableMs ? (byStart.get(startMs)?.stable?.errors ?? 0) : null)),
  };
}

/**
 * Drops the buckets at the end of `after` that may still be on their way, if at least half of what would be judged
 * remains; otherwise they stay and are missing. A silence that is too old to be late is never cut, and neither is one beside
 * which others were heard: then the pipeline works, and the canary may have died.
 */
export function cutToDelivered(
  pair: SeriesPair,
  windows: Windows,
  delivery: Delivery,
  warmUpBuckets: number,
): SeriesPair {
  const planned = pair.after.errors.length;
  const { watermarkMs, settledBeforeMs } = delivery;
  const onItsWay = (index: number) => {
    const endMs = windows.after.fromMs + (index + 1) * windows.bucketMs;
    return (
      pair.after.errors[index] === null && endMs > settledBeforeMs && (watermarkMs === null || watermarkMs < endMs)
    );
  };
  let kept = planned;
  while (kept > 0 && onItsWay(kept - 1)) kept -= 1;
  const enough = (kept - warmUpBuckets) * 2 >= planned - warmUpBuckets && kept > warmUpBuckets;
  return kept === planned || !enough ? pair : cutAfter(pair, kept);
}

/** The pair with only the first buckets of its after window, on both sides. */
function cutAfter({ after, control, ...rest }: SeriesPair, buckets: number): SeriesPair {
  const [keptAfter] = split(after, buckets);
  return {
    ...rest,
    after: keptAfter,
    ...(control && { control: { ...control, after: split(control.after, buckets)[0] } }),
  };
}

function canaryOf(row: BucketCount): SideCount {
  return row;
}

function stableOf({ stable }: BucketCount): SideCount | undefined {
  return stable;
}

/** Adds the rows of one side up on the windows' grid. */
function sideOf(
  { releaseMs, bucketMs }: Windows,
  rows: readonly BucketCount[],
  pick: (row: BucketCount) => SideCount | undefined,
): Side {
  const side = new Map<number, Counted>();
  for (const row of rows) {
    const count = pick(row);
    if (count === undefined) continue;
    const startMs = releaseMs + Math.floor((row.startMs - releaseMs) / bucketMs) * bucketMs;
    const known = side.get(startMs) ?? NOTHING;
    side.set(startMs, {
      errors: known.errors + count.errors,
      lines: known.lines + count.lines,
      heard: known.heard + heardOf(count),
    });
  }
  return side;
}

/** Both windows of one side; windows that touch are one span, in which lines prove each other across the release. */
function fillWindows(
  { before, after, bucketMs }: Windows,
  side: Side,
  delivery: Delivery,
): { readonly before: Series; readonly after: Series } {
  if (before.toMs !== after.fromMs) {
    return { before: fillSpan(before, bucketMs, side, delivery), after: fillSpan(after, bucketMs, side, delivery) };
  }
  const whole = fillSpan({ fromMs: before.fromMs, toMs: after.toMs }, bucketMs, side, delivery);
  const [first, second] = split(whole, lengthMs(before) / bucketMs);
  return { before: first, after: second };
}

function fillSpan(span: Interval, bucketMs: number, side: Side, delivery: Delivery): Series {
  const starts = Array.from({ length: lengthMs(span) / bucketMs }, (_, index) => span.fromMs + index * bucketMs);
  const found = starts.map((startMs) => side.get(startMs) ?? NOTHING);
  const isCovered = coveredBuckets(found.map(heardOf), (index) => span.fromMs + (index + 1) * bucketMs, delivery);
  const counts = (pick: (count: Counted) => number): Count[] =>
    found.map((count, index) => (isCovered[index] === true ? pick(count) : null));
  return { errors: counts(({ errors }) => errors), lines: counts(({ lines }) => lines) };
}

function split({ errors, lines }: Series, at: number): [Series, Series] {
  return [
    { errors: errors.slice(0, at), lines: lines.slice(0, at) },
    { errors: errors.slice(at), lines: lines.slice(at) },
  ];
}
