import { z } from 'zod';
import { key } from './key.js';
import { secret, type Resolved } from './secret.js';

const notifier = z.strictObject({
  type: z.enum(['webhook']).meta({
    description: 'Whom to tell. Unit: name. Default: none, it must be given.',
    examples: ['webhook'],
  }),
  url: key(secret(), {
    says: 'Where to send it.',
    unit: 'address',
    otherwise: 'none',
    example: '${WEBHOOK_URL}',
  }),
});

export const notifySchema = z.array(notifier);

export type NotifySection = Resolved<z.output<typeof notifySchema>>;
