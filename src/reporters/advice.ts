import type { Verdict } from '../core/verdict.js';

/** What to do about a verdict, for someone who has never seen the tool. */
export const ADVICE = {
  pass: 'Carry on: nothing in its errors speaks against this release.',
  rollback: 'Undo this release: its errors speak against it.',
  inconclusive: 'Ask a person: these data cannot carry a verdict either way.',
} as const satisfies Record<Verdict, string>;
