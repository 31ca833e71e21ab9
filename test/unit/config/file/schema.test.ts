import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { schemaText } from '../../../../src/commands/schema.js';
import { parseConfig } from '../../../../src/config/file/read.js';

type Schema = Readonly<Record<string, unknown>>;

const ajv = new Ajv({ allErrors: true, strictTuples: false, formats: { uri: true } });
const published = JSON.parse(schemaText('config')) as Schema;
const isConfig = ajv.compile(published);

/** Every key of the schema with its own schema, at any depth: `services.*.wait`. */
function keysIn(schema: Schema, at = ''): readonly (readonly [string, Schema])[] {
  const own = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  const each = [schema['additionalProperties'], schema['items']].filter(
    (one) => typeof one === 'object' && one !== null,
  );
  const choices = ['anyOf', 'oneOf', 'allOf'].flatMap((word) => (schema[word] ?? []) as Schema[]);
  return [
    ...own.flatMap(([key, inner]) => [[`${at}${key}`, inner] as const, ...keysIn(inner, `${at}${key}.`)]),
    ...each.flatMap((inner) => keysIn(inner as Schema, `${at}*.`)),
    ...choices.flatMap((inner) => keysIn(inner, at)),
  ];
}

const keys = keysIn(published);

test('the walk sees every section', () => {
  const names = keys.map(([name]) => name);
  for (const name of [
    'services.*.wait',
    'defaults.columns.time',
    'connections.*.password',
    'hooks.onRollback.*.run',
    'notify.*.url',
  ]) {
    expect(names).toContain(name);
  }
});

test.for(keys)('%s has a type, a unit, a default and an example that is valid', ([, schema]) => {
  const types = ['type', 'enum', 'const', 'anyOf', 'oneOf'].filter((word) => word in schema);
  expect(types).not.toEqual([]);
  expect(schema['description']).toMatch(/^[A-Z].*\. Unit: .+\. Default: .+\.$/s);
  const examples = schema['examples'] as readonly unknown[];
  expect(examples.length).toBeGreaterThan(0);
  const isValid = ajv.compile(schema);
  for (const example of examples) expect([isValid(example), isValid.errors]).toEqual([true, null]);
});

test('what the schema takes the program takes, and the other way round', () => {
  const word = fc.constantFrom(
    'services',
    'defaults',
    'connections',
    'a',
    'wait',
    'level',
    'plain',
    'sensitivity',
    'columns',
    'time',
    'runbooks',
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.constantFrom('ERROR', '5m', 2, true, null),
      fc.dictionary(word, tie('value')),
    ),
  }));
  const takes = (content: unknown): boolean => {
    try {
      parseConfig(JSON.stringify(content), 'c.json');
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(fc.property(fc.dictionary(word, value), (content) => isConfig(content) === takes(content)));
});

const readme = readFileSync(path.resolve(import.meta.dirname, '../../../../README.md'), 'utf8');
const examples = [...readme.matchAll(/```yaml\n([^]*?)```/g)]
  .map(([, text = '']) => text)
  .filter((text) => /^(services|defaults|connections|hooks|notify):/m.test(text));

test('the README has examples of the file', () => expect(examples.length).toBeGreaterThan(0));

test.for(examples.map((text) => [text.split('\n')[0], text] as const))(
  'the example of the README that begins with %s is valid',
  ([, text]) => {
    parseConfig(text, 'README.md');
    isConfig(parse(text));
    expect(isConfig.errors).toBeNull();
  },
);
