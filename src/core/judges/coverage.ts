import type { Analysis } from '../analysis.js';
import type { Finding } from '../verdict.js';
import { countText, numberText } from '../wording.js';

/** Is every judged bucket after the release there? Silent when it is: one that is missing may hold what would roll back. */
export function judgeCoverage({ after, guard }: Analysis): Finding | null {
  // An early rollback may end the run before the first whole bucket; it needs none.
  if (after.judged === 0 && guard !== null && guard.firedAtSeconds !== null) return null;
  const common = {
    judge: 'coverage',
    outcome: 'unknown',
    observed: after.covered,
    limit: after.judged,
    unit: 'buckets',
  } as const;
  if (after.judged === 0) {
    const warmUp = after.warmUp > 0 ? `: the warm-up takes all of it (${countText(after.warmUp, 'bucket')})` : '';
    return { ...common, code: 'nothing-to-judge', because: `Nothing is left to judge after the release${warmUp}.` };
  }
  const missing = after.judged - after.covered;
  if (missing === 0) return null;
  const because = `${numberText(missing)} of ${countText(after.judged, 'bucket')} after the release ${missing === 1 ? 'has' : 'have'} no data, and errors may hide there.`;
  return { ...common, code: 'after-not-covered', because };
}
