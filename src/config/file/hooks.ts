import { z } from 'zod';
import { key } from './key.js';

const action = z.strictObject({
  run: key(z.array(z.string()).min(1), {
    says: 'The program and its arguments; no shell is involved.',
    unit: 'words',
    otherwise: 'none',
    example: ['kubectl', 'rollout', 'undo', 'deployment/payments'],
  }),
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
  onError: actions('when no verdict was reached'),
});

export type HooksSection = z.output<typeof hooksSchema>;
