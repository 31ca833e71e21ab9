/** What the query brings for one non-empty bucket: the selection's errors at the judged level or worse, its lines at any level, and more. */
export interface BucketCount extends SideCount {
  readonly startMs: number;
  /** Lines of the whole service at any level; equals `lines` without a selector. */
  readonly serviceLines: number;
  /** The same of the stable instances; absent where nobody named them. */
  readonly stable?: SideCount;
  /** As `heard` of the selection, of the whole service. */
  readonly serviceHeard?: number;
}

/** Counts of some instances in one bucket. */
export interface SideCount {
  readonly errors: number;
  readonly lines: number;
  /** Lines that carry a level that is understood; absent where nobody counted. */
  readonly recognised?: number;
  /**
   * How often they were heard, where they can be without a line, as counters that count zero are; at least `lines`. Absent where each
   * line, and nothing else, is a sign of life.
   */
  readonly heard?: number;
}

/** Signs of life: above zero where somebody was there to count, even if there was nothing to count. */
export function heardOf({ lines, heard = lines }: Pick<SideCount, 'lines' | 'heard'>): number {
  return heard;
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
export const DUE_LINES_OF_A_HOLE = 7;

/**
 * Which buckets are known to their end, given the signs of life in each, mostly lines of any level: those with some, and silent ones
 * between them where so few were due that the silence is no hole. The bucket of the newest one counts once it is delivered or too
 * old to change.
 */
export function coveredBuckets(
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
