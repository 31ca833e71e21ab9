import type { Contents } from './runbook.js';
import { INSTANCES, VERSIONS } from './sql.js';

/** Which instances are compared, and how much of the traffic they take. */
export const exposures = {
  'no-new-version': {
    title: 'No new version was seen around the release',
    means: 'With --canary auto the canary is the version first seen around the release, and there is none.',
    impact: 'Nobody knows which instances are the canary. The verdict is inconclusive.',
    diagnose: [{ text: 'See which versions logged, and since when.', sql: VERSIONS }],
    do: [
      'Check that the deploy really happened, and --released-at.',
      'Let the service log its version (the resource attribute service.version).',
      'Or name the instances: --canary host=NAME --stable host=NAME.',
    ],
  },
  'share-disagrees': {
    title: 'The lines speak of another share of the traffic',
    means: 'The canary writes more than twice, or less than half, of what --canary-share says.',
    impact: 'The limit may be off by that factor. No pass is withheld for it.',
    diagnose: [{ text: 'Compare the lines of the instances.', sql: INSTANCES }],
    do: ['See in the load balancer what the canary really takes.', 'Correct --canary-share, or leave it out.'],
  },
  'exposure-shifted': {
    title: 'The share of the lines changed with the release',
    means: 'Beside the stable instances the canary writes over twice, or less than half, as many lines as before.',
    impact:
      'Its traffic changed, or it only logs otherwise; its limit would change with its talk. The verdict is inconclusive.',
    diagnose: [
      { text: 'Compare the lines of the instances.', sql: INSTANCES },
      { text: 'See in the load balancer what the canary takes.' },
    ],
    do: [
      'Say how much it takes, with --canary-share 5%±1%, and judge again.',
      'If its traffic broke away, see why: failed health checks and time-outs are errors too.',
    ],
  },
  'whole-service': {
    title: 'The whole service is counted, not its canary',
    means: 'No --canary was given, so all instances are counted together.',
    impact:
      'A canary with 5 % of the traffic must fail 21 times as often before it is seen. No pass is withheld for it.',
    diagnose: [{ text: 'See which hosts and versions there are.', sql: INSTANCES }],
    do: ['Name the canary: --canary host=NAME, --canary version=NAME, or --canary auto.'],
  },
} as const satisfies Contents;
