import type { Analysis } from '../analysis.js';
import type { Finding } from '../verdict.js';
import { countText, numberText } from '../wording.js';

/** So many times the usual is far above it. */
const FACTOR = 5;
/** Fewer errors than this while instances restart are not worth a word. */
const FEWEST_ERRORS = 10;

/** Did the restart itself bring a burst of errors? A note: the warm-up is there to leave it out. */
export function judgeRestart({ after, level, limit: allowed }: Analysis): Finding | null {
  if (level === null || after.warmUp === 0) return null;
  const limit = Math.max(FACTOR * level * after.warmUp, FEWEST_ERRORS);
  if (after.warmUpErrors <= limit) return null;
  // A restart that takes longer than the warm-up looks just like a release that fails from the start.
  const hint =
    after.errors > (allowed ?? Infinity) ? '; if restarting takes longer than that, give a longer --warm-up' : '';
  const because = `The warm-up held ${countText(after.warmUpErrors, 'error')} in ${countText(after.warmUp, 'bucket')}, where ${numberText(level * after.warmUp)} are usual: a burst while restarting, left out${hint}. No pass is withheld for it.`;
  return {
    judge: 'restart',
    code: 'restart-burst',
    outcome: 'note',
    observed: after.warmUpErrors,
    limit,
    unit: 'errors',
    because,
  };
}
