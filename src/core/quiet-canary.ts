import type { Share } from './exposure.js';
import type { Series } from './series.js';
import type { Finding } from './verdict.js';
import { countText, numberText } from './wording.js';

/** Below this part of the lines that are due it hardly did anything, as in the traffic judge. */
const COLLAPSED_SHARE = 0.2;
/** With fewer lines due a fall may be chance. */
const FEWEST_DUE_LINES = 50;
/** Nobody gives a canary less than a hundredth of the traffic and then learns from 50 lines. */
const LEAST_LINES_A_STABLE_LINE = 0.01;

/**
 * Tells that a canary without a past of its own hardly logs beside the stable instances: less than a fifth of the share that was given
 * or, where nobody gave one, fewer than 50 lines and less than a hundredth of theirs. What does nothing does nothing wrong. Null where
 * it does enough, and where so few lines are due that it may be chance. `skip` buckets at the start are left out.
 */
export function findingOfQuietCanary(
  canary: Series,
  stable: Series,
  given: Share | null,
  skip: number,
): Finding | null {
  const [lines, stableLines] = [linesOf(canary, skip), linesOf(stable, skip)];
  if (given === null ? lines >= FEWEST_DUE_LINES : stableLines * oddsOf(given) < FEWEST_DUE_LINES) return null;
  const limit = stableLines * (given === null ? LEAST_LINES_A_STABLE_LINE : COLLAPSED_SHARE * oddsOf(given));
  if (lines >= limit) return null;
  const because = `The canary wrote ${countText(lines, 'line')}, the stable instances ${numberText(stableLines)}: hardly anything was tried, so nothing is known.`;
  return {
    judge: 'exposure',
    code: 'lines-collapsed',
    outcome: 'unknown',
    observed: lines,
    limit,
    unit: 'lines',
    because,
  };
}

/** Lines of the canary for each of the stable instances, at the lower end of the tolerance. */
function oddsOf({ share, tolerance }: Share): number {
  const least = Math.max(share - tolerance, 0);
  return least / (1 - least);
}

function linesOf({ lines }: Series, skip: number): number {
  return lines.slice(skip).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
