import type { Analysis } from '../analysis.js';
import type { GuardFigures, GuardLook } from '../guard.js';
import type { Finding } from '../verdict.js';
import { countText, numberText, evidenceText } from '../wording.js';

/** Was it certain before the window was over? Silent when it was not: then the errors of the whole window decide. */
export function judgeGuard(analysis: Analysis): Finding | null {
  const { guard } = analysis;
  const look = certainLook(analysis);
  if (guard === null || look === null) return null;
  const isAlone = guard.firedAtSeconds === null;
  const rise =
    guard.withControl && !isAlone
      ? `${timesText(analysis, guard)} of before and of the stable instances`
      : `${timesText(analysis, guard)} of before`;
  const alone = isAlone ? '; the stable instances, which might have excused it, have too few data' : '';
  const because = `It was certain ${countText(look.seconds, 'second')} after the release: ${countText(look.errors, 'error')} by then are evidence of ${evidenceText(look.logEvidence)} for ${rise}, and ${numberText(look.threshold)} : 1 is enough${alone}.`;
  return {
    judge: 'guard',
    code: isAlone ? 'certain-against-past' : 'early-rollback',
    outcome: 'fail',
    observed: look.logEvidence,
    limit: Math.log(look.threshold),
    unit: 'log-evidence',
    because,
  };
}

/**
 * The look that was certain, null when none was. A guard that waited in vain for the stable instances decides by the past alone when
 * the window is over: their silence must not excuse what would have rolled back without them.
 */
export function certainLook({ guard, hasControl, control }: Analysis): GuardLook | null {
  if (guard === null) return null;
  if (guard.firedAtSeconds !== null) return guard.looks.at(-1) ?? null;
  return hasControl && control === null ? guard.againstPast : null;
}

function timesText({ rule }: Analysis, { mode }: GuardFigures): string {
  return mode === 'eager'
    ? 'more than 1 × the errors'
    : `more than ${numberText(Math.max(rule.sensitivity, 1))} × the errors`;
}
