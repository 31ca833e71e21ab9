import type { Contents } from './runbook.js';
import { BUCKETS, MESSAGES, VERSIONS } from './sql.js';

/** What is usual cannot be told. */
export const baselines = {
  'no-baseline': {
    title: 'No data from before the release',
    means: 'Not one bucket before the release has data, so nothing says what is usual.',
    impact: 'The release is not judged. The verdict is inconclusive.',
    diagnose: [
      { text: 'See since when the service logs, and in which version.', sql: VERSIONS },
      { text: 'See which buckets have lines.', sql: BUCKETS },
    ],
    do: [
      'A new service or a new pod has no past: name the instances of the old version with --stable.',
      'Check --released-at: with a wrong time zone the window before lies elsewhere.',
      'If logs are kept for a short time only, give a shorter --before.',
    ],
  },
  'before-not-covered': {
    title: 'Too few data from before the release',
    means: 'Less than half of the buckets before the release have data.',
    impact: 'What is usual cannot be told. The verdict is inconclusive.',
    diagnose: [{ text: 'See where the holes are: at the start, or all over.', sql: BUCKETS }],
    do: [
      'Holes at the start: the service is young; give a shorter --before.',
      'Holes all over: the pipeline loses lines, or the service seldom logs; give a wider --bucket.',
      'Or name another interval of normal days: --before FROM/TO.',
    ],
  },
  'baseline-incident': {
    title: 'An incident before the release',
    means: 'An incident takes more of the time before the release than can be left out.',
    impact: 'Nothing says what is usual, so a bad release could hide. The verdict is inconclusive.',
    diagnose: [
      { text: 'See when the incident was and whether it is over.', sql: BUCKETS },
      { text: 'See what it was.', sql: MESSAGES },
    ],
    do: [
      'Is it still going on? Then do not release into it.',
      'Compare with a normal hour instead: --before FROM/TO.',
      'If this release is the repair, a person must decide.',
    ],
  },
  'incident-scrubbed': {
    title: 'A short incident before the release was left out',
    means: 'Some buckets before the release are far above the others and do not count for what is usual.',
    impact: 'None for the verdict: an incident before makes no room for one after.',
    diagnose: [{ text: 'See the buckets that were left out.', sql: BUCKETS }],
    do: ['Nothing, if the incident is known and over.'],
  },
} as const satisfies Contents;
