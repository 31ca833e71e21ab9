import type { Analysis } from '../analysis.js';
import { limitOf } from '../level.js';
import type { Finding } from '../verdict.js';
import { countText, numberText, oddsText } from '../wording.js';

/** The end stands out when chance alone would bring it about at most this often. */
const SMALL_P = 0.005;

/**
 * Were errors still on the rise when the window ended, and over the limit by then? A note: it does not withhold the pass that the
 * whole window earned, but the next minutes are worth a look.
 */
export function judgeRising({ trend, level, rule }: Analysis): Finding | null {
  if (trend === null || level === null || rule.plain) return null;
  const limit = limitOf(level, trend.endBuckets, rule);
  if (trend.p > SMALL_P || trend.endErrors <= limit) return null;
  const because = `Errors were still rising at the end: ${numberText(trend.endErrors)} in the last ${countText(trend.endBuckets, 'bucket')} against a limit of ${numberText(limit)} for as many, after ${numberText(trend.earlierErrors)} in those before; by chance ${oddsText(trend.p)}. No pass is withheld for it.`;
  return {
    judge: 'rising',
    code: 'still-rising',
    outcome: 'note',
    observed: trend.endErrors,
    limit,
    unit: 'errors',
    because,
  };
}
