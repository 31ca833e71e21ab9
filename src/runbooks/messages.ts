import type { Contents } from './runbook.js';
import { INSTANCES, MESSAGES } from './sql.js';

/** What the errors say. */
export const messages = {
  'new-error': {
    title: 'An error that was never seen before',
    means:
      'After the release the canary wrote an error, at least three times in at least three buckets, that nobody wrote before it: not in the window before, not in the look-back, not on other instances.',
    impact:
      'Users of the canary are meeting a failure that the old version did not have. The verdict is rollback, also where the number of all errors stands still.',
    diagnose: [
      { text: 'See the message, since when and on which instances.', sql: MESSAGES },
      { text: 'See whether one instance or all of them fail.', sql: INSTANCES },
    ],
    do: [
      'Roll back, if the pipeline has not done it yet. Hand the message to the authors of the release.',
      'If it is an old error with a new wording, or harmless, allow it: --allow PATTERN, or allow in the configuration file.',
      'To have new errors told and never judged, give --signatures explain.',
    ],
  },
  'new-error-in-doubt': {
    title: 'A new error that is no evidence yet',
    means:
      'An error came up that was not seen before, but something speaks against blaming the release: other instances show it too, the past is short, or new errors are usual here.',
    impact: 'The verdict stands without it.',
    diagnose: [{ text: 'See the message, since when and on which instances.', sql: MESSAGES }],
    do: [
      'Read it before you widen the rollout.',
      'Where the past is short, keep logs longer or give a longer --before.',
    ],
  },
  'signature-surged': {
    title: 'A known error came far more often',
    means: 'One of the known errors rose more than chance explains. The number of all errors decides, not this one.',
    impact: 'Some users meet this failure more often than before. No pass is withheld for it.',
    diagnose: [{ text: 'See which messages rose.', sql: MESSAGES }],
    do: ['See whether the release touches what the message is about.'],
  },
  'no-look-back': {
    title: 'What is new was compared with a short past',
    means: 'The look-back was not read: it was too dear, failed, or the logs do not reach so far back.',
    impact:
      'A rare but old error may look new. It must fill half of the buckets before it counts, and the verdict may miss shorter ones.',
    diagnose: [{ text: 'See what the note in the report says; --dry-run shows the windows.' }],
    do: ['Give a shorter --look-back, such as 6h, or 0 to do without.', 'Let the user read more rows.'],
  },
  'signatures-unread': {
    title: 'What the errors say was not read',
    means: 'The messages could not be read: no right to the column, no such column, too slow, or --no-samples.',
    impact: 'The verdict rests on the number of errors alone. A new error that replaces an old one goes unseen.',
    diagnose: [{ text: 'See what the note in the report says.' }],
    do: [
      'Grant SELECT on the column of messages, or name it: --columns message=NAME.',
      'Where messages must not be read, give --signatures off, and this note is gone.',
    ],
  },
} as const satisfies Contents;
