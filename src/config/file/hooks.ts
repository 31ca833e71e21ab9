import { z } from 'zod';
import { MOST_RETRIES } from '../../hooks/hook.js';
import { key } from './key.js';

const action = z
  .strictObject({
    run: key(z.tuple([z.string().min(1)], z.string()), {
      says: 'The program and its arguments; no shell is involved.',
      unit: 'words',
      otherwise: 'none, this or shell must be given',
      example: ['kubectl', 'rollout', 'undo', 'deployment/payments'],
    }),
    shell: key(z.string().min(1), {
      says: 'A line for /bin/sh. What was logged comes in variables: write them in double quotes.',
      unit: 'shell line',
      otherwise: 'none, this or run must be given',
      example: 'helm rollback payments && ./tell.sh "$CANARY_VERDICT_SENTENCE"',
    }),
    timeout: key(z.string(), {
      says: 'How long one try may take; then it is ended, with all that it started.',
      unit: 'duration',
      otherwise: '--hook-timeout, then 5m',
      example: '2m',
    }),
    retries: key(z.int().min(0).max(MOST_RETRIES), {
      says: 'How often it is tried again when it fails.',
      unit: 'tries',
      otherwise: '--hook-retries, then 0',
      example: 2,
    }),
  })
  .refine(({ run, shell }) => (run === undefined) !== (shell === undefined), {
    error: 'needs either run or shell',
  });

const actions = (when: string) =>
  key(z.array(action), {
    says: `What to run ${when}, in this order.`,
    unit: 'actions',
    otherwise: 'nothing',
    example: [{ run: ['./roll-back.sh'] }],
  });

export const hooksSchema = z.strictObject({
  onRollback: actions('after a rollback'),
  onPass: actions('after a pass'),
  onInconclusive: actions('after an inconclusive verdict'),
  onError: actions('when the source failed and no verdict was reached'),
});

export type HooksSection = z.output<typeof hooksSchema>;
