import type { Analysis } from '../analysis.js';
import type { Finding } from '../verdict.js';
import { countText, numberText, evidenceText } from '../wording.js';

/** Was it certain before the window was over? Silent when it was not: then the errors of the whole window decide. */
export function judgeGuard({ guard, rule }: Analysis): Finding | null {
  const look = guard?.looks.at(-1);
  if (guard === null || guard.firedAtSeconds === null || look === undefined) return null;
  const times =
    guard.mode === 'eager'
      ? 'more than 1 × the errors'
      : `more than ${numberText(Math.max(rule.sensitivity, 1))} × the errors`;
  const rise = guard.withControl ? `${times} of before and of the stable instances` : `${times} of before`;
  const because = `It was certain ${countText(guard.firedAtSeconds, 'second')} after the release: ${countText(look.errors, 'error')} by then are evidence of ${evidenceText(look.logEvidence)} for ${rise}, and ${numberText(look.threshold)} : 1 is enough.`;
  return {
    judge: 'guard',
    code: 'early-rollback',
    outcome: 'fail',
    observed: look.logEvidence,
    limit: Math.log(look.threshold),
    unit: 'log-evidence',
    because,
  };
}
