import type { BucketCount, Delivery } from '../core/coverage.js';
import { judgeSeries } from '../core/judgement.js';
import { levelsLost, levelsNotRecognised, withUnreadAsErrors } from '../core/level-coverage.js';
import type { SeriesPair } from '../core/series.js';
import type { Finding } from '../core/verdict.js';
import type { Windows } from '../core/window.js';
import { isStandIn, pairOf } from './pair.js';
import type { Run } from './run.js';

/** Whether errors may hide among lines that carry no level that is understood; null where they cannot. */
export function findingOfLevels(
  run: Run,
  judged: Windows,
  buckets: readonly BucketCount[],
  delivery: Delivery,
): Finding | null {
  const { service } = run;
  const missing = levelsNotRecognised(service, judged, buckets);
  if (missing !== null) return missing;
  const pair = pairOf(run, judged, withUnreadAsErrors(buckets), delivery);
  const isHidden = risesAgainstPast(run, pair) && !risesAgainstPast(run, pairOf(run, judged, buckets, delivery));
  return isHidden ? levelsLost(service, judged, buckets, isStandIn(pair)) : null;
}

/** Whether the past alone would roll the canary back: what everyone's lines lost after the release hides its errors all the same. */
function risesAgainstPast({ rule }: Run, beside: SeriesPair): boolean {
  const { control: _, ...pair } = beside;
  return judgeSeries(pair, { ...rule, plain: false, early: 'off' }).verdict === 'rollback';
}
