import { z } from 'zod';
import { NOTIFY_EVENTS } from '../../notify/settings.js';
import { key } from './key.js';
import { Secret } from './secret.js';

/** A text that stands for a secret, and is none itself. */
const REFERENCE = /^file:|\$\{\w+\}/;

const SECRET_HEADER = /auth|token|key|secret|cookie/i;

const CREDENTIALS = /\/\/[^/]*@/;

const MUST_NOT_STAND_HERE =
  'a secret that must not stand in the file: write ${NAME} for a variable, or file:PATH for a file';

/** A key that must be given. */
export function needed<T extends z.ZodType>(schema: T, says: string, unit: string, example: unknown) {
  return schema.meta({ description: `${says} Unit: ${unit}. Default: none, it must be given.`, examples: [example] });
}

/** A secret that may not stand in the file itself, which lies in a repository. */
export function referredSecret() {
  return z
    .string()
    .refine((text) => REFERENCE.test(text), { error: `is ${MUST_NOT_STAND_HERE}` })
    .transform((template) => new Secret(template));
}

/** An address may stand in the file, but neither with a user and password in it nor with a token among its parameters. */
function address() {
  return z
    .string()
    .refine((text) => !CREDENTIALS.test(text), {
      error: 'holds a user or password: give them in a header, such as Authorization',
    })
    .refine((text) => CREDENTIALS.test(text) || !new Secret(text, 'credentials').isPlain(), {
      error: `holds ${MUST_NOT_STAND_HERE}`,
    })
    .transform((template) => new Secret(template, 'credentials'));
}

export const type = <const T extends string>(name: T) => needed(z.literal(name), 'Whom to tell.', 'name', name);

export const url = (says: string, otherwise: string, example: string) =>
  key(address(), { says, unit: 'address', otherwise, example });

export const neededUrl = (says: string, example: string) => needed(address(), says, 'address', example);

export const webhookAddress = (example: string) =>
  needed(
    referredSecret(),
    'The address of the webhook; whoever knows it can post, so it is a secret.',
    'address',
    example,
  );

export const text = (says: string, otherwise: string, example: string) =>
  key(z.string().min(1), { says, unit: 'text', otherwise, example });

export const headers = key(
  z
    .record(z.string(), z.string())
    .refine((all) => Object.entries(all).every(([name, value]) => !SECRET_HEADER.test(name) || REFERENCE.test(value)), {
      error: `hold ${MUST_NOT_STAND_HERE}`,
    })
    .transform((all) => Object.fromEntries(Object.entries(all).map(([name, value]) => [name, new Secret(value)]))),
  {
    says: 'Headers of the request.',
    unit: 'texts by name',
    otherwise: 'none',
    example: { Authorization: 'Bearer ${TOKEN}' },
  },
);

/** What every kind of notification has. */
export const common = {
  when: key(z.array(z.enum(NOTIFY_EVENTS)).min(1), {
    says: 'What to tell; recovered is a pass after a rollback.',
    unit: 'events',
    otherwise: 'rollback, inconclusive and error; rollback and recovered for pagerduty, opsgenie and alertmanager',
    example: ['rollback', 'recovered'],
  }),
  timeout: key(z.string(), {
    says: 'How long one try may take; all notifications together may take 20 s.',
    unit: 'duration',
    otherwise: '5s',
    example: '3s',
  }),
  retries: key(z.int().min(0).max(10), {
    says: 'How often it is tried again when the service is busy or broken.',
    unit: 'tries',
    otherwise: '2',
    example: 3,
  }),
  state: key(z.string().min(1), {
    says: 'File that keeps the last verdict from run to run: recovered needs it, except where the service has keys.',
    unit: 'file, relative to this one',
    otherwise: 'none',
    example: '.canary-verdict-state.json',
  }),
};
