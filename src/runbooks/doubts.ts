import type { Contents } from './runbook.js';
import { BUCKETS, INSTANCES, MESSAGES } from './sql.js';

/** Within the limit, or above it without evidence. */
export const doubts = {
  'errors-within-limit': {
    title: 'Errors within the limit',
    means: 'After the release the canary wrote no more errors than sensitivity × usual.',
    impact: 'None that the log counts show. The report says which rise would have been caught.',
    diagnose: [{ text: 'Nothing is needed. What the errors say:', sql: MESSAGES }],
    do: ['Carry on. To catch smaller rises, wait longer: --wait 15m.'],
  },
  'errors-within-chance': {
    title: 'Over the limit by so few errors that chance often brings them',
    means:
      'There are one or two errors where the limit is lower still; as many come by chance even when nothing is wrong.',
    impact: 'None that can be told from chance. The verdict is not withheld.',
    diagnose: [{ text: 'Read the one or two errors.', sql: MESSAGES }],
    do: ['Carry on, unless the message is one that must never appear.', 'To be surer, wait longer: --wait 15m.'],
  },
  'too-few-errors': {
    title: 'Over the limit, but too few errors to be sure',
    means: 'There are more errors than the limit, but chance alone brings as many too often to call it a rise.',
    impact: 'Perhaps a small regression, perhaps none. The verdict is inconclusive.',
    diagnose: [
      { text: 'Read the errors: one that is new since the release says more than a count.', sql: MESSAGES },
      { text: 'See whether they go on after the window.', sql: BUCKETS },
    ],
    do: [
      'Judge once more over a longer window: --wait 15m; or let it wait by itself: --extend 10m.',
      'If a message is new and the release explains it, roll back.',
    ],
  },
  'single-burst': {
    title: 'Over the limit by one burst alone',
    means: 'Nearly all errors fell into one bucket (two where bursts are usual). One burst is not a rise.',
    impact: 'A short disturbance, of the release or of anything else. The verdict is inconclusive.',
    diagnose: [
      { text: 'See when it was, and whether it came again.', sql: BUCKETS },
      { text: 'See what it says and whether it was there before.', sql: MESSAGES },
      { text: 'See whether one instance alone had it.', sql: INSTANCES },
    ],
    do: [
      'Judge once more over a longer window: --wait 15m; a burst that comes again is a rise.',
      'If the burst is the restart itself, give a longer --warm-up.',
    ],
  },
  waves: {
    title: 'Errors come in waves before the release',
    means: 'Neighbouring buckets are more alike than chance explains: errors swell and ebb by themselves.',
    impact: 'A wave that happens to rise with the release looks like one: up to 6 % of good releases then look bad.',
    diagnose: [{ text: 'See the waves.', sql: BUCKETS }],
    do: [
      'Name instances that still run the old version, with --stable: they ride the same wave.',
      'Find what comes in waves: a periodic job, retries, a cache that expires.',
    ],
  },
} as const satisfies Contents;
