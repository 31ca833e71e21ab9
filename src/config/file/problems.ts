import { z } from 'zod';
import { UserError } from '../../errors.js';
import { nearestFirst } from '../../nearest.js';
import type { Path } from './document.js';

interface Told {
  readonly path: Path;
  readonly problem: string;
  readonly hint: string;
}

/** `services.payments.wait`, `notify[0].url`: a path as people write it. */
export function pathText(path: Path): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return text.replace(/^\./, '');
}

/** The first thing that the schema finds wrong, in words. `at` gives the position of a path, such as `canary-verdict.yaml:12:5`. */
export function problemOf(error: z.ZodError, schema: z.ZodType, value: unknown, at: (path: Path) => string): UserError {
  const [issue] = error.issues;
  if (issue === undefined) throw error;
  const { path, problem, hint } = told(deepest(issue), schema, value);
  return new UserError(`${at(path)}: ${path.length === 0 ? 'the file' : pathText(path)} ${problem}`, hint, {
    cause: error,
  });
}

type Issue = z.core.$ZodIssue;

/** Of a value that fits none of several shapes, the shape that it comes closest to says what is wrong. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .flatMap(([first]) => (first === undefined ? [] : [first]))
    .map((one) => deepest({ ...one, path: [...issue.path, ...one.path] }))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  return inner !== undefined && inner.path.length > issue.path.length ? inner : issue;
}

function told(issue: Issue, schema: z.ZodType, value: unknown): Told {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  let here: readonly z.ZodType[] = [schema];
  let found = value;
  for (const step of path) {
    here = fitting(here, found).flatMap((one) => into(one, step));
    found = stepOf(found, step);
  }
  if (issue.code === 'unrecognized_keys') return unknownKey(path, issue.keys[0] ?? '', fitting(here, found));
  const choices = here.flatMap((one) => (one instanceof z.ZodLiteral ? [...one.values] : []));
  const problem =
    issue.code === 'invalid_union' && choices.length > 0
      ? `is ${kindOf(found)}, but must be one of: ${choices.join(', ')}`
      : problemWith(issue, found);
  return { path, problem, hint: issue.code === 'invalid_key' ? SEE_SCHEMA : hintFor(path, here, found) };
}

function unknownKey(path: Path, unknown: string, here: readonly z.ZodType[]): Told {
  const known = here.flatMap((schema) => keysOf(schema));
  const [nearest] = nearestFirst(known, unknown);
  const did = nearest === undefined ? '' : `Did you mean ${nearest}? `;
  return {
    path: [...path, unknown],
    problem: 'is no key that is known',
    hint: `${did}Known here: ${known.join(', ')}.`,
  };
}

function problemWith(issue: Issue, found: unknown): string {
  if (issue.code === 'invalid_type')
    return `is ${kindOf(found)}, but must be ${WANTED[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') {
    return `is ${kindOf(found)}, but must be one of: ${issue.values.map(String).join(', ')}`;
  }
  if (issue.code === 'invalid_union') return `is ${kindOf(found)}, which does not fit here`;
  // A name that a map does not take: what is wrong with it stands one level below.
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  return `is wrong: ${issue.message}`;
}

const SEE_SCHEMA = 'canary-verdict schema config prints what may stand there.';

function hintFor(path: Path, here: readonly z.ZodType[], found: unknown): string {
  const name = pathText(path.slice(-1)) || 'it';
  const metas = here.flatMap((schema) => unwrapped(schema)).map((schema) => schema.meta());
  const example: unknown = metas.flatMap((meta) => meta?.['examples'] ?? [])[0];
  if (example === undefined) return SEE_SCHEMA;
  if (found === null) return `Write ${name}: ${JSON.stringify(example)}, or take the key out.`;
  return `Write it like ${name}: ${JSON.stringify(example)}.`;
}

const WANTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
};

/** What a value is, in words; short, and never the text itself, which may be a secret. */
function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? 'a text' : 'a map';
}

/** Of several shapes those that have the same fixed texts as the value, such as its type; all where none has. */
function fitting(schemas: readonly z.ZodType[], value: unknown): readonly z.ZodType[] {
  const all = schemas.flatMap((schema) => unwrapped(schema)).filter((schema) => unwrapped(schema).length === 1);
  const fit = all.filter((schema) => {
    const fields: readonly (readonly [string, unknown])[] =
      schema instanceof z.ZodObject ? Object.entries(schema.shape) : [];
    return fields.every(
      ([key, field]) => !(field instanceof z.ZodLiteral) || [...field.values].some((one) => one === stepOf(value, key)),
    );
  });
  return fit.length > 0 ? fit : all;
}

function stepOf(value: unknown, step: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? Reflect.get(value, step)
    : undefined;
}

/** The schemas of the value one step below; several where there is a choice. */
function into(schema: z.ZodType, step: string | number): readonly z.ZodType[] {
  return unwrapped(schema).flatMap((inner) => {
    if (inner instanceof z.ZodObject) {
      const next: unknown = Object.hasOwn(inner.shape, step) ? inner.shape[step] : undefined;
      return next instanceof z.ZodType ? [next] : [];
    }
    const next: unknown =
      inner instanceof z.ZodRecord ? inner.valueType : inner instanceof z.ZodArray ? inner.element : undefined;
    return next instanceof z.ZodType ? [next] : [];
  });
}

function keysOf(schema: z.ZodType): readonly string[] {
  return unwrapped(schema).flatMap((inner) => {
    if (inner instanceof z.ZodObject) return Object.keys(inner.shape);
    return inner instanceof z.ZodRecord && inner.keyType instanceof z.ZodEnum ? inner.keyType.options.map(String) : [];
  });
}

/** A schema and all that it is wrapped in or chooses from. */
function unwrapped(schema: z.ZodType): readonly z.ZodType[] {
  const inner: readonly unknown[] =
    schema instanceof z.ZodUnion
      ? schema.options
      : schema instanceof z.ZodPipe
        ? [schema.in]
        : schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional || schema instanceof z.ZodNullable
          ? [schema.unwrap()]
          : [];
  return [schema, ...inner.filter((one) => one instanceof z.ZodType).flatMap((one) => unwrapped(one))];
}
