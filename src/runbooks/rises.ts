import type { Contents } from './runbook.js';
import { BUCKETS, INSTANCES, MESSAGES, SERVICES } from './sql.js';

/** More errors than usual. */
export const rises = {
  'errors-over-limit': {
    title: 'More errors than the limit allows',
    means: 'After the release the canary wrote more errors than sensitivity × usual, and chance does not explain it.',
    impact: 'Users of the canary are meeting errors now. The verdict is rollback.',
    diagnose: [
      { text: 'See what the errors say: what is new since the release is most likely its doing.', sql: MESSAGES },
      { text: 'See whether one instance or all of them fail.', sql: INSTANCES },
      {
        text: 'See whether other services rose in the same minutes: then a shared dependency is failing.',
        sql: SERVICES,
      },
    ],
    do: [
      'Roll back, if the pipeline has not done it yet. Look for the cause afterwards.',
      'Hand the report and the new messages to the authors of the release.',
      'If the cause lies elsewhere (a database, a dependency), fix that first, then release again with --stable, so that what everyone shares does not count.',
      'If the new errors are expected and harmless, log them below ERROR.',
    ],
  },
  'early-rollback': {
    title: 'Certain before the window was over',
    means:
      'While it waited, canary-verdict saw errors come faster than sensitivity × usual, with evidence of more than 25 : 1.',
    impact: 'Users of the canary are meeting errors now, usually many. The verdict is rollback, without waiting.',
    diagnose: [
      { text: 'See what the errors say: what is new since the release is most likely its doing.', sql: MESSAGES },
      { text: 'See whether one instance or all of them fail.', sql: INSTANCES },
      {
        text: 'See whether other services rose in the same minutes: then a shared dependency is failing.',
        sql: SERVICES,
      },
    ],
    do: [
      'Roll back, if the pipeline has not done it yet. Look for the cause afterwards.',
      'Hand the report and the new messages to the authors of the release.',
      'If it was a burst while instances started, give a longer --warm-up.',
    ],
  },
  'certain-against-past': {
    title: 'Certain against the past; the stable instances had too few data',
    means:
      'Errors came so much faster than before the release that a rollback was certain. The stable instances might have excused it, but were hardly heard.',
    impact: 'Users of the canary are meeting errors now. The verdict is rollback.',
    diagnose: [
      { text: 'See what the errors say.', sql: MESSAGES },
      {
        text: 'See why the stable instances have no lines: wrong selector, or their logs do not arrive.',
        sql: INSTANCES,
      },
    ],
    do: [
      'Roll back, if the pipeline has not done it yet.',
      'Check --stable against the hosts and versions of the second query.',
      'Mend the delivery of the stable instances’ logs before the next release.',
    ],
  },
  'still-rising': {
    title: 'Errors were still rising at the end',
    means: 'Over the whole window the errors are within the limit, but its last third lies above it.',
    impact: 'The verdict stands and no pass is withheld, but the next minutes may be worse.',
    diagnose: [{ text: 'Watch the next buckets.', sql: BUCKETS }],
    do: [
      'Stay for five more minutes before you widen the rollout.',
      'Judge once more: canary-verdict judge with the same --released-at and a longer --wait.',
    ],
  },
  'fleet-wide-rise': {
    title: 'The stable instances rose too',
    means: 'The instances that still run the old version write more errors than usual in the same minutes.',
    impact: 'Users are meeting errors, but not because of this release: it does not count against the canary.',
    diagnose: [
      { text: 'See which services rose.', sql: SERVICES },
      { text: 'See what the errors say.', sql: MESSAGES },
    ],
    do: [
      'Treat it as an incident of its own: look at shared databases, dependencies and the network.',
      'Hold further releases until it is over.',
    ],
  },
  'restart-burst': {
    title: 'A burst of errors while instances restarted',
    means: 'The warm-up, which is left out, held far more errors than usual.',
    impact: 'Requests failed while instances were replaced. No pass is withheld for it.',
    diagnose: [{ text: 'See what failed in the first seconds.', sql: MESSAGES }],
    do: [
      'Let instances finish open requests before they stop, and take traffic only when they are ready.',
      'If starting takes longer than the warm-up, give a longer --warm-up.',
    ],
  },
} as const satisfies Contents;
