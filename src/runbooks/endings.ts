import type { Contents } from './runbook.js';

/** A run that came to no end of its own. */
export const endings = {
  'not-over': {
    title: 'The run was not over',
    means:
      'A run takes the verdict of an earlier one out of its files before it begins. This one has not replaced it by its own.',
    impact: 'There is no verdict, and the canary is still running.',
    diagnose: [
      { text: 'See whether the run still waits.' },
      { text: 'Read the end of its log: a typo (2), a bug (70), an interruption (130, 143) or a kill.' },
      { text: 'See whether the memory of the job or its time was used up.' },
    ],
    do: ['Put right what the log says, and judge again with the same --released-at.', 'Otherwise decide by hand.'],
  },
} as const satisfies Contents;
