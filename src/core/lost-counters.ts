import { heardOf, type BucketCount } from './coverage.js';
import { formatInstant } from './time.js';
import type { Finding } from './verdict.js';
import { lengthMs, type Interval, type Windows } from './window.js';
import { countText, numberText, percentText } from './wording.js';

/** The service under whose name a collector of counters is in its own table: INFO is what it heard, ERROR what it lost. */
export const COLLECTOR_SERVICE = 'canary-verdict-collect';

/** When a smaller share of the counters was lost, as good as all errors were counted. */
const WITHHELD_SHARE = 0.01;

/**
 * Tells that counters were lost after the release, the judged service's perhaps among them: what the collector says it lost, or
 * that for a while nobody listened, as when it was killed. Null where all were counted.
 */
export function findingOfLostCounters(windows: Windows, buckets: readonly BucketCount[]): Finding | null {
  const told = whatIsTold(windows.after, buckets);
  return told?.outcome === 'unknown' ? told : (whatNobodyHeard(windows, buckets) ?? told);
}

function whatIsTold(after: Interval, buckets: readonly BucketCount[]): Finding | null {
  const inside = buckets.filter(isWithin(after));
  const lost = inside.reduce((sum, { errors }) => sum + errors, 0);
  if (lost === 0) return null;
  const sent = inside.reduce((sum, { lines }) => sum + lines, 0);
  const share = lost / sent;
  return findingOf(
    share,
    `The collector lost ${countText(lost, 'counter')} of ${numberText(sent)} (${percentText(share)}) ${spanText(after)}`,
  );
}

/** Each interval of a collector is in the table, whether counters came or not: one that is not there was lost with all it counted. */
function whatNobodyHeard({ before, after, bucketMs }: Windows, buckets: readonly BucketCount[]): Finding | null {
  const heard = buckets.filter((bucket) => heardOf(bucket) > 0);
  // Another writer of the table, or one that has only just begun, promises nothing.
  if (!heard.some(isWithin(before))) return null;
  const all = lengthMs(after) / bucketMs;
  const silent = all - heard.filter(isWithin(after)).length;
  if (silent === 0) return null;
  return findingOf(
    silent / all,
    `The collector is not in the table in ${countText(silent, 'bucket')} of ${numberText(all)} ${spanText(after)}, so that what came then is lost`,
  );
}

function findingOf(share: number, said: string): Finding {
  const isMuch = share >= WITHHELD_SHARE;
  return {
    judge: 'coverage',
    code: 'counters-lost',
    outcome: isMuch ? 'unknown' : 'note',
    observed: share,
    limit: WITHHELD_SHARE,
    unit: 'share',
    because: `${said}: ${isMuch ? 'errors may be among them.' : 'no pass is withheld for so few.'}`,
  };
}

function isWithin({ fromMs, toMs }: Interval): (bucket: BucketCount) => boolean {
  return ({ startMs }) => startMs >= fromMs && startMs < toMs;
}

function spanText({ fromMs, toMs }: Interval): string {
  return `from ${formatInstant(fromMs)} to ${formatInstant(toMs)}`;
}
