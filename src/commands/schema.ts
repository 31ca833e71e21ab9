import { UserError } from '../errors.js';
import { configJsonSchema } from '../config/file/schema.js';
import { reportJsonSchema } from '../report-schema.js';

const schemas: ReadonlyMap<string, unknown> = new Map([
  ['report', reportJsonSchema],
  ['config', configJsonSchema],
]);

/**
 * `canary-verdict schema NAME`: a published JSON Schema.
 * @throws UserError for a name that is none.
 */
export function schemaText(name: string): string {
  const schema = schemas.get(name);
  if (schema !== undefined) return `${JSON.stringify(schema, null, 2)}\n`;
  throw new UserError(`there is no schema '${name}'`, `Known schemas: ${[...schemas.keys()].join(', ')}.`);
}
