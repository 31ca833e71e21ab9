import type { Verdict } from '../core/verdict.js';
import { EXIT_CODE } from '../exit-codes.js';

/** What to do about a verdict, for someone who has never seen the tool. */
export const ADVICE = {
  pass: 'Carry on: nothing in its errors speaks against this release.',
  rollback: 'Undo this release: its errors speak against it.',
  inconclusive: 'Ask a person: these data cannot carry a verdict either way.',
} as const satisfies Record<Verdict, string>;

/** The same where the source failed, by what the pipeline is told to do. */
export function adviceWithoutVerdict(exitCode: number): string {
  if (exitCode === EXIT_CODE.rollback) return 'Nothing was judged: the pipeline is told to roll back all the same.';
  if (exitCode === EXIT_CODE.pass) return 'Nothing was judged: the pipeline is told to carry on all the same.';
  return 'Nothing was judged: leave the canary as it is, and put this right or ask a person.';
}
