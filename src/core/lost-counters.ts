import type { BucketCount } from './coverage.js';
import { formatInstant } from './time.js';
import type { Finding } from './verdict.js';
import type { Interval } from './window.js';
import { countText, numberText, percentText } from './wording.js';

/** The service under whose name a collector of counters is in its own table: INFO is what it heard, ERROR what it lost. */
export const COLLECTOR_SERVICE = 'canary-verdict-collect';

/** When a smaller share of the counters was lost, as good as all errors were counted. */
const WITHHELD_SHARE = 0.01;

/** Tells that the collector lost counters in the window, the judged service's perhaps among them; null when it lost none. */
export function findingOfLostCounters(span: Interval, buckets: readonly BucketCount[]): Finding | null {
  const inside = buckets.filter(({ startMs }) => startMs >= span.fromMs && startMs < span.toMs);
  const lost = inside.reduce((sum, { errors }) => sum + errors, 0);
  if (lost === 0) return null;
  const sent = inside.reduce((sum, { lines }) => sum + lines, 0);
  const isMuch = lost >= WITHHELD_SHARE * sent;
  const because = `The collector lost ${countText(lost, 'counter')} of ${numberText(sent)} (${percentText(lost / sent)}) from ${formatInstant(span.fromMs)} to ${formatInstant(span.toMs)}: ${isMuch ? 'errors may be among them.' : 'no pass is withheld for so few.'}`;
  return {
    judge: 'coverage',
    code: 'counters-lost',
    outcome: isMuch ? 'unknown' : 'note',
    observed: lost / sent,
    limit: WITHHELD_SHARE,
    unit: 'share',
    because,
  };
}
