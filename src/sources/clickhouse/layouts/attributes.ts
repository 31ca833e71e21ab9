import { UserError } from '../../../errors.js';
import type { Selector } from '../../settings.js';
import { anyOf, isOneOf, quoteIdentifier, type Binder } from '../sql.js';
import { valuesByKey } from './layout.js';

/** A column of attributes: how one of them is read. A name that a person gave is bound, one of our own is written out. */
export interface Attributes {
  /** The attribute as a String, empty or null where a row has none of that name. */
  text(name: string, binder?: Binder): string;
  /** Whether a row has the attribute at all. */
  has(name: string, binder?: Binder): string;
}

/** Attributes in a Map column, named as SQL names it. */
export function mapAttributes(column: string): Attributes {
  return {
    text: (name, binder) => `${column}[${boundName(name, binder)}]`,
    has: (name, binder) => `mapContains(${column}, ${boundName(name, binder)})`,
  };
}

/** The name of an attribute as a constant. */
export function boundName(name: string, binder: Binder | undefined): string {
  return binder?.bind('attribute', 'String', name) ?? `'${name}'`;
}

/** Attributes in a JSON column, named as SQL names it, where a dot in a name is a step down: a path cannot be bound, so each step is quoted. */
export function jsonAttributes(column: string): Attributes {
  const path = (name: string): string | null => {
    const steps = name.split('.');
    // An empty step can be neither quoted nor stored.
    return steps.includes('') ? null : [column, ...steps.map(quoteIdentifier)].join('.');
  };
  return {
    text(name) {
      const value = path(name);
      return value === null ? "''" : `ifNull(toString(${value}), '')`;
    },
    has(name) {
      const value = path(name);
      return value === null ? 'false' : `isNotNull(${value})`;
    },
  };
}

/** Attributes that lie in several columns: the first column that has one of that name speaks. */
export function firstColumnWith(columns: readonly Attributes[]): Attributes {
  return {
    text(name, binder) {
      const cases = columns.flatMap((one) => [one.has(name, binder), `toString(${one.text(name, binder)})`]);
      return `multiIf(${cases.join(', ')}, '')`;
    },
    has: (name, binder) => anyOf(columns.map((one) => one.has(name, binder))),
  };
}

/** The first of these attributes that a row carries, as a String, empty where it carries none. */
export function firstOf(attributes: Attributes, names: readonly string[]): string {
  const [last = "''", ...likelier] = names.map((name) => `ifNull(toString(${attributes.text(name)}), '')`).toReversed();
  return likelier.reduce((rest, value) => `if(${value} != '', ${value}, ${rest})`, last);
}

/** Where a selector's key is looked for. */
export interface KeyPlaces {
  /** Attributes by short key, in the order in which they count; several are alternatives. */
  readonly short: Readonly<Record<string, readonly string[]>>;
  readonly resource: Attributes;
  /** Attributes of a single line; null where there are none. */
  readonly line: Attributes | null;
}

/** `attr:NAME` names any attribute. */
const ATTRIBUTE = 'attr:';

/** Names of JSON paths stand in the text of a query, several times, and a query has its limits. */
const LONGEST_NAME = 1000;

/** Whether a row carries what the selectors name. Throws a UserError for an unknown key. */
export function selectedByAttributes(places: KeyPlaces, selectors: readonly Selector[], binder: Binder): string {
  return valuesByKey(selectors)
    .map(([key, values]) => matches(places, key, values, binder))
    .join(' AND ');
}

function matches({ short, resource, line }: KeyPlaces, key: string, values: readonly string[], binder: Binder): string {
  if (key.startsWith(ATTRIBUTE)) {
    const name = key.slice(ATTRIBUTE.length);
    if (name.length > LONGEST_NAME) {
      throw new UserError(
        `an attribute's name has ${name.length} characters`,
        `Give attr:NAME with at most ${LONGEST_NAME}.`,
      );
    }
    const inOne = (attributes: Attributes) =>
      `(${attributes.has(name, binder)} AND ${isOneOf(attributes.text(name, binder), 'attr', values, binder)})`;
    if (line === null) return inOne(resource);
    // A line's own attribute speaks only where the resource has none of that name.
    return `(${inOne(resource)} OR (NOT ${resource.has(name, binder)} AND ${inOne(line)}))`;
  }
  const names = Object.hasOwn(short, key) ? short[key] : undefined;
  if (names === undefined) {
    throw new UserError(
      `--canary knows no key ${JSON.stringify(key)} in this table`,
      `Use one of ${Object.keys(short).join(', ')}, or attr:NAME for any resource or log attribute.`,
    );
  }
  // A missing attribute reads as '', which is nobody's value.
  const mayBeEmpty = values.some((value) => /^\**$/.test(value));
  return anyOf(
    names.map((name) => {
      const isOne = isOneOf(resource.text(name), key, values, binder);
      return mayBeEmpty ? `${resource.has(name)} AND ${isOne}` : isOne;
    }),
  );
}

/** Resource attributes by the short key of a selector, as OpenTelemetry names them; the first that a line carries counts. */
export const OTEL_KEYS = {
  host: ['host.name'],
  pod: ['k8s.pod.name'],
  instance: ['service.instance.id'],
  version: ['service.version'],
  env: ['deployment.environment.name', 'deployment.environment'],
} as const satisfies KeyPlaces['short'];

/** What tells one instance from another, the likeliest first. */
export const OTEL_INSTANCE = ['k8s.pod.name', 'host.name', 'service.instance.id'] as const;
