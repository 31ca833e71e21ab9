import { UserError } from '../../../errors.js';
import type { ColumnNames } from '../../settings.js';
import { anyOf, isOneOf, quoteIdentifier } from '../sql.js';
import { firstColumnWith, jsonAttributes, mapAttributes, OTEL_KEYS, type Attributes } from './attributes.js';
import { levelsInColumn } from './level-column.js';
import type { Column, TableFacts } from './facts.js';
import { duringByKeys, keyConditions } from './keys.js';
import { valuesByKey, type Layout } from './layout.js';
import { bareType, timeExpressions, type TimeKind } from './times.js';

/** A table whose columns are known by what they mean. */
export interface KnownColumns {
  readonly names: ColumnNames & { readonly time: string; readonly level: string };
  readonly time: TimeKind;
  /** Every column, for selectors and types, none before the table was asked; and the keys. */
  readonly facts: TableFacts;
}

/** Any log table or file: its columns are named by a person or recognised by name. */
export function columnsLayout(from: Layout['from'], { names, time, facts }: KnownColumns): Layout {
  const { columns } = facts;
  const typeOf = (name: string) => bareType(columns.find((column) => column.name === name)?.type ?? 'String');
  const { service } = names;
  const orEmpty = (name: string | undefined) =>
    name === undefined ? null : `ifNull(${asText(name, typeOf(name))}, '')`;
  const attributes = firstColumnWith(columns.flatMap(attributesIn));
  const expressions = timeExpressions(quoteIdentifier(names.time), time);
  return {
    name: 'columns',
    from,
    definitions: expressions.definitions,
    mayHaveBadTimes: expressions.mayHaveBadTimes,
    during: duringByKeys(expressions, keyConditions(facts, names.time)),
    weight: null,
    message: orEmpty(names.message),
    exceptionType: null,
    levelText: `ifNull(toString(${quoteIdentifier(names.level)}), '')`,
    ...levelsInColumn(names.level, levelColumn(names.level, typeOf(names.level))),
    instanceName: orEmpty(names.host),
    versionName: orEmpty(names.version),
    serviceName: service === undefined ? null : asText(service, typeOf(service)),
    ofService(wanted, binder) {
      if (service === undefined) return null;
      return `${asText(service, typeOf(service))} = ${binder.bind('service', 'String', wanted)}`;
    },
    selected: (selectors, binder) =>
      valuesByKey(selectors)
        .map(([key, values]) => {
          const column = columnOf(key, names, columns);
          if (column !== null) return isOneOf(asText(column, typeOf(column)), 'selected', values, binder);
          return anyOf(
            attributeNames(key).map(
              (name) =>
                `(${attributes.has(name, binder)} AND ${isOneOf(attributes.text(name, binder), 'attr', values, binder)})`,
            ),
          );
        })
        .join(' AND '),
  };
}

/** Short selector keys by the meaning of the column they look in. */
const MEANING_OF_KEY: Readonly<Record<string, 'host' | 'version'>> = {
  host: 'host',
  pod: 'host',
  instance: 'host',
  version: 'version',
};

/** The column that a key means; null where maps or documents may hold it. */
function columnOf(key: string, names: ColumnNames, columns: readonly Column[]): string | null {
  const plain = plainKey(key);
  const exact = columns.find(({ name }) => name === plain)?.name;
  const meaning = MEANING_OF_KEY[key];
  const column = exact ?? (meaning === undefined ? undefined : names[meaning]);
  if (column !== undefined) return column;
  if (columns.length === 0 && meaning === undefined) return plain;
  const isKnown = key !== plain || Object.hasOwn(OTEL_KEYS, key);
  if (isKnown && columns.some((one) => attributesIn(one).length > 0)) return null;
  const meant = Object.keys(MEANING_OF_KEY).filter((short) => names[MEANING_OF_KEY[short] ?? 'host'] !== undefined);
  const known = [...new Set([...meant, ...columns.map(({ name }) => name)])];
  throw new UserError(
    `--canary knows no key ${JSON.stringify(key)} here`,
    known.length === 0
      ? 'Name the column with --columns host=NAME or version=NAME.'
      : `Use one of ${known.slice(0, KEYS_SHOWN).join(', ')}, or name the column with --columns.`,
  );
}

/** A column of attributes, as Vector, Fluent Bit and many others write beside the well-known ones. */
function attributesIn({ name, type }: Column): readonly Attributes[] {
  if (type.startsWith('JSON')) return [jsonAttributes(quoteIdentifier(name))];
  return /^Map\((LowCardinality\()?String\)?, *(LowCardinality\()?String\)?\)$/.test(type)
    ? [mapAttributes(quoteIdentifier(name))]
    : [];
}

/** What a key may be called among attributes: by OpenTelemetry, and as it is. */
function attributeNames(key: string): readonly string[] {
  const plain = plainKey(key);
  const short: Readonly<Record<string, readonly string[]>> = OTEL_KEYS;
  return key === plain && Object.hasOwn(short, key) ? [...(short[key] ?? []), key] : [plain];
}

function plainKey(key: string): string {
  return key.replace(/^attr:/, '');
}

const KEYS_SHOWN = 20;

/** A column as text; a bare one where it is text already, so that the sorting key prunes. */
function asText(name: string, type: string): string {
  const column = quoteIdentifier(name);
  return type === 'String' ? column : `toString(${column})`;
}

function levelColumn(name: string, type: string): Parameters<typeof levelsInColumn>[1] {
  const isNumber = /^(U?Int|Float|Decimal)/.test(type);
  return isNumber ? { number: quoteIdentifier(name), type } : { text: asText(name, type) };
}
