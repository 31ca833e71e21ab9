import { assembleSeries } from '../core/assemble.js';
import type { BucketCount, Delivery } from '../core/coverage.js';
import { judgeSeries } from '../core/judgement.js';
import { levelsLost, levelsNotRecognised, withUnreadAsErrors } from '../core/level-coverage.js';
import type { Finding } from '../core/verdict.js';
import type { Windows } from '../core/window.js';
import type { Run } from './run.js';

/** Whether errors may hide among lines that carry no level that is understood; null where they cannot. */
export function findingOfLevels(
  run: Run,
  judged: Windows,
  buckets: readonly BucketCount[],
  delivery: Delivery,
): Finding | null {
  const { service } = run;
  const unread = withUnreadAsErrors(buckets);
  const isRise = (rows: readonly BucketCount[]) => risesAgainstItself(run, judged, rows, delivery);
  return (
    levelsNotRecognised(service, judged, buckets) ??
    (isRise(unread) && !isRise(buckets) ? levelsLost(service, judged, buckets) : null)
  );
}

/** Whether the canary would be rolled back by its own past: what the stable instances left unread nobody counted. */
function risesAgainstItself({ rule }: Run, judged: Windows, rows: readonly BucketCount[], delivery: Delivery): boolean {
  const { control: _, ...pair } = assembleSeries(judged, rows, delivery);
  return judgeSeries(pair, { ...rule, plain: false, early: 'off' }).verdict === 'rollback';
}
