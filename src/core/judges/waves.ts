import type { Analysis } from '../analysis.js';
import { chanceOfLag1, chanceOfLags1To5 } from '../statistics/autocorrelation.js';
import type { Finding } from '../verdict.js';
import { numberText } from '../wording.js';

/**
 * Do errors come in waves before the release? Then a wave that happens to rise with the release looks like one, and before and
 * after cannot tell them apart; stable instances beside the canary can, so it is silent with them.
 */
export function judgeWaves({ before, control }: Analysis): Finding | null {
  if (!before.inWaves || before.lag1 === null || before.lags1To5 === null || control !== null) return null;
  const isQuick = before.lag1 > chanceOfLag1(before.used);
  const observed = isQuick ? before.lag1 : before.lags1To5;
  const limit = isQuick ? chanceOfLag1(before.used) : chanceOfLags1To5(before.used);
  const alike = isQuick
    ? `neighbouring buckets correlate by ${numberText(observed)}`
    : `buckets correlate by ${numberText(observed)} in all with the five after them`;
  const because = `Errors before the release come in waves (${alike}, chance gives up to ${numberText(limit)}): up to 6 % of good releases then look bad. Stable instances beside the canary would tell. No pass is withheld for it.`;
  return {
    judge: 'waves',
    code: 'waves',
    outcome: 'note',
    observed,
    limit,
    unit: 'autocorrelation',
    because,
  };
}
