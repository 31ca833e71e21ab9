import type { Analysis } from '../analysis.js';
import type { Finding } from '../verdict.js';
import { countText, numberText } from '../wording.js';

/**
 * Were stable instances asked for, but without data in half of the buckets after the warm-up? A note: the canary is then compared
 * with its past alone.
 */
export function judgeControl({ after, control, controlCovered, hasControl, rule }: Analysis): Finding | null {
  if (!hasControl || control !== null || rule.plain || after.judged === 0) return null;
  const judged = countText(after.judged, 'bucket');
  const data = controlCovered === 0 ? 'no data' : `data in only ${numberText(controlCovered)} of ${judged}`;
  const because = `The stable instances have ${data} after the release, so the canary is compared with the past alone. No pass is withheld for it.`;
  return {
    judge: 'control',
    code: 'control-silent',
    outcome: 'note',
    observed: controlCovered,
    limit: after.judged / 2,
    unit: 'buckets',
    because,
  };
}
