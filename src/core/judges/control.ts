import type { Analysis } from '../analysis.js';
import type { Finding } from '../verdict.js';

/**
 * Were stable instances asked for, but without a single bucket of data after the warm-up? A note: the canary is then compared with
 * its past alone.
 */
export function judgeControl({ after, control, hasControl, rule }: Analysis): Finding | null {
  if (!hasControl || control !== null || rule.plain || after.judged === 0) return null;
  const because =
    'The stable instances have no data after the release, so the canary is compared with the past alone. No pass is withheld for it.';
  return { judge: 'control', code: 'control-silent', outcome: 'note', observed: 0, limit: 1, unit: 'buckets', because };
}
