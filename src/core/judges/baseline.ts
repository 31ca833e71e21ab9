import type { Analysis } from '../analysis.js';
import type { Finding } from '../verdict.js';
import { countText, numberText } from '../wording.js';

/** Less of the before window than this does not say what is usual. */
const LEAST_COVERED_SHARE = 0.5;

/** Is the window before the release covered well enough to say what is usual? Silent when it is. */
export function judgeBaseline({ before }: Analysis): Finding | null {
  const least = before.buckets * LEAST_COVERED_SHARE;
  const common = {
    judge: 'baseline',
    outcome: 'unknown',
    observed: before.covered,
    limit: least,
    unit: 'buckets',
  } as const;
  if (before.covered === 0) {
    const because = `There are no data from before the release (${countText(before.buckets, 'bucket')}), so nothing says what is usual.`;
    return { ...common, code: 'no-baseline', because };
  }
  if (before.covered >= least) return null;
  const because = `Only ${numberText(before.covered)} of ${countText(before.buckets, 'bucket')} before the release have data, too few to say what is usual.`;
  return { ...common, code: 'before-not-covered', because };
}
