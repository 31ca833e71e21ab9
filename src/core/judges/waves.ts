import type { Analysis } from '../analysis.js';
import type { Finding } from '../verdict.js';
import { numberText } from '../wording.js';

/**
 * Do errors come in waves before the release? Then a wave that happens to rise with the release looks like one, and before and
 * after cannot tell them apart; stable instances beside the canary can, so it is silent with them.
 */
export function judgeWaves({ before, control }: Analysis): Finding | null {
  if (!before.inWaves || before.lag1 === null || control !== null) return null;
  const limit = 2 / Math.sqrt(before.used);
  const because = `Errors before the release come in waves (neighbouring buckets correlate by ${numberText(before.lag1)}, chance gives up to ${numberText(limit)}): up to 6 % of good releases then look bad. Stable instances beside the canary would tell. No pass is withheld for it.`;
  return {
    judge: 'waves',
    code: 'waves',
    outcome: 'note',
    observed: before.lag1,
    limit,
    unit: 'autocorrelation',
    because,
  };
}
