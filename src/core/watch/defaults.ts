import { DEFAULT_RULE, type Rule } from '../rule.js';

/**
 * A release is judged once and a service 20,000 times a week, so that a look may err far more seldom: the error budget is a
 * hundred-thousandth, which `npm run bench:watch` found to bring about one alarm a week at most where errors are no worse than overdispersed. The guard is for one look after the other at one release, and there is no restart to leave out.
 */
export const WATCH_RULE: Rule = { ...DEFAULT_RULE, warmUpSeconds: 0, early: 'off', budget: 1e-5 };

export const WATCH_DEFAULTS = {
  everyMs: 30_000,
  bucketMs: 30_000,
  windowMs: 300_000,
  beforeMs: 1_800_000,
  crossAfter: 3,
  recoverAfter: 6,
  blindAfter: 4,
  coolDownMs: 600_000,
  acceptAfterMs: 86_400_000,
} as const;
