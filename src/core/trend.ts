import { conditionalTestP } from './statistics/conditional-test.js';
import { cappedTotal } from './statistics/cap.js';

/** With fewer judged buckets than this there is no beginning and end to compare. */
const FEWEST_BUCKETS = 6;

/** The last third of the judged buckets beside those before it. JSON-safe. */
export interface Trend {
  readonly endBuckets: number;
  /** Errors in them, the largest bucket held to what its neighbours make plausible. */
  readonly endErrors: number;
  /** Errors in the judged buckets before them. */
  readonly earlierErrors: number;
  /** How often chance alone would bring so many of all errors into the last third. */
  readonly p: number;
}

/** Compares the end of the judged window with its beginning; null with fewer than six judged buckets. */
export function describeTrend(judged: readonly number[], dispersion: number): Trend | null {
  if (judged.length < FEWEST_BUCKETS) return null;
  const endBuckets = Math.floor(judged.length / 3);
  const earlierBuckets = judged.length - endBuckets;
  const endErrors = cappedTotal(judged.slice(earlierBuckets));
  const earlierErrors = judged.slice(0, earlierBuckets).reduce((sum, count) => sum + count, 0);
  const exposure = endBuckets / earlierBuckets;
  const p = conditionalTestP({ after: endErrors, before: earlierErrors, exposure, dispersion });
  return { endBuckets, endErrors, earlierErrors, p };
}
