import type { Analysis } from '../analysis.js';
import type { Finding } from '../verdict.js';
import { countText, numberText, timesText } from '../wording.js';

/** Was it certain before the window was over? Silent when it was not: then the errors of the whole window decide. */
export function judgeGuard({ guard, rule, control }: Analysis): Finding | null {
  const look = guard?.looks.at(-1);
  if (guard === null || guard.firedAtSeconds === null || look === undefined) return null;
  const rise =
    guard.mode === 'eager' ? 'more errors' : `more than ${numberText(Math.max(rule.sensitivity, 1))} × the errors`;
  const than = control === null ? 'before' : 'before and on the stable instances';
  const evidence = timesText(look.logEvidence);
  const because = `It was certain ${countText(guard.firedAtSeconds, 'second')} after the release: ${countText(look.errors, 'error')} by then, evidence ${evidence} for ${rise} than ${than}, and ${numberText(look.threshold)} is enough.`;
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
