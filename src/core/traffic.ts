import { usedBefore } from './baseline.js';
import type { Rule } from './rule.js';
import type { Count, SeriesPair } from './series.js';
import { plainMedian } from './statistics/median.js';
import { warmUpBuckets } from './warm-up.js';

/** How much was done in both windows, told by the lines of any level. JSON-safe. */
export interface TrafficFigures {
  /** Lines a covered bucket before the release, without incidents that were left out; null where lines are not known. */
  readonly before: number | null;
  /** Lines a covered judged bucket after the release; null where lines are not known. */
  readonly after: number | null;
  /**
   * Lines a bucket that are usual, seen from the canary's exposure: exposure ratio × the smaller of mean and median before, so that
   * neither one flood of lines nor regular bursts of them let quiet minutes look like a loss. Null where lines are not known.
   */
  readonly usual: number | null;
  /** Judged buckets with known lines. */
  readonly buckets: number;
}

/** Measures the lines of both windows; an incident before the release (`scrubbed`) and the warm-up after it are left out. */
export function describeTraffic(pair: SeriesPair, rule: Rule, scrubbed: readonly number[]): TrafficFigures {
  const { bucketSeconds, before, after, exposureRatio } = pair;
  const linesBefore = knownOf(usedBefore(before.lines, scrubbed));
  const warmUp = warmUpBuckets(rule.warmUpSeconds, bucketSeconds, after.errors.length);
  const linesAfter = knownOf(after.lines.slice(warmUp));
  const meanBefore = meanOf(linesBefore);
  return {
    before: meanBefore,
    after: meanOf(linesAfter),
    usual: meanBefore === null ? null : exposureRatio * Math.min(meanBefore, plainMedian(linesBefore)),
    buckets: linesAfter.length,
  };
}

function knownOf(lines: readonly Count[]): readonly number[] {
  return lines.filter((count) => count !== null);
}

function meanOf(lines: readonly number[]): number | null {
  return lines.length === 0 ? null : lines.reduce((sum, count) => sum + count, 0) / lines.length;
}
