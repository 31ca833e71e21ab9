import { z } from 'zod';
import { connectionsSchema } from './connections.js';
import { hooksSchema } from './hooks.js';
import { key } from './key.js';
import { notifySchema } from './notify.js';
import { runbooksSchema } from './runbooks.js';
import { settingsShape } from './settings.js';

const service = z.strictObject({
  name: key(z.string().min(1), {
    says: 'The service as it stands in the logs, where that differs from its name here.',
    unit: 'name',
    otherwise: 'its name here',
    example: 'payments-api',
  }),
  ...settingsShape,
});

/** The whole of a canary-verdict.yaml. */
export const configSchema = z
  .strictObject({
    $schema: key(z.string(), {
      says: 'Where editors find this schema.',
      unit: 'address or file',
      otherwise: 'none',
      example: './node_modules/canary-verdict/dist/config.schema.json',
    }),
    connections: key(connectionsSchema, {
      says: 'Where to ask, by a name of yours.',
      unit: 'connections',
      otherwise: 'none',
      example: { production: { url: 'https://clickhouse.example.org:8443', password: '${CLICKHOUSE_PASSWORD}' } },
    }),
    defaults: key(z.strictObject(settingsShape), {
      says: 'What holds for every service.',
      unit: 'settings',
      otherwise: 'the defaults of the flags',
      example: { wait: '10m' },
    }),
    services: key(z.record(z.string(), service.nullable()), {
      says: 'What holds for one service; its name here is that of --service.',
      unit: 'settings',
      otherwise: 'any service is judged by the defaults',
      example: { payments: { sensitivity: 3 } },
    }),
    hooks: key(hooksSchema, {
      says: 'What to run after the verdict.',
      unit: 'actions',
      otherwise: 'nothing',
      example: { onRollback: [{ run: ['./roll-back.sh'] }] },
    }),
    notify: key(notifySchema, {
      says: 'Whom to tell.',
      unit: 'notifiers',
      otherwise: 'nobody',
      example: [{ type: 'webhook', url: '${WEBHOOK_URL}' }],
    }),
    runbooks: key(runbooksSchema, {
      says: 'Pages of your own, by the code of a finding.',
      unit: 'addresses',
      otherwise: 'the built-in runbooks',
      example: { 'errors-over-limit': 'https://wiki.example.org/errors-over-limit' },
    }),
    reportUrl: key(z.string(), {
      says: 'Where people find the report, for notifications; ${NAME} in it is a variable.',
      unit: 'address',
      otherwise: 'none',
      example: 'https://ci.example.org/${CI_JOB_ID}/canary-verdict.html',
    }),
  })
  .meta({
    $id: 'urn:canary-verdict:schema:config:1',
    title: 'canary-verdict.yaml',
    description: 'What canary-verdict is told in a file instead of flags.',
  });

export type FileContent = z.output<typeof configSchema>;

/** The published JSON Schema (draft-07, which most editors know) of a canary-verdict.yaml. */
export const configJsonSchema: Readonly<Record<string, unknown>> = z.toJSONSchema(configSchema, {
  target: 'draft-7',
  io: 'input',
  // Of what is a secret inside the program the library leaves the examples out.
  override: ({ zodSchema, jsonSchema }) => {
    const examples = z.globalRegistry.get(zodSchema)?.['examples'];
    if (Array.isArray(examples)) jsonSchema.examples = examples;
  },
});
