/** What a query carries besides its text. Values never become part of the text. */
export type Parameters = Readonly<Record<string, string | number | readonly string[]>>;

/** SQL text with the values that its `{name:Type}` places stand for. */
export interface Query {
  readonly sql: string;
  readonly parameters: Parameters;
}

/** Gives out a `{name:Type}` place for each value, under a name of its own; one value bound twice keeps its name. */
export interface Binder {
  bind(name: string, type: ParameterType, value: string | number | readonly string[]): string;
  readonly parameters: Parameters;
}

/** The ClickHouse types that values are bound as. */
export type ParameterType = 'String' | 'Array(String)' | 'Int64' | 'UInt64' | 'Float64' | DecimalType;

export type DecimalType = `Decimal(${number}, ${number})`;

/** A binder without values. */
export function createBinder(): Binder {
  const values: Record<string, string | number | readonly string[]> = {};
  return {
    parameters: values,
    bind(name, type, value) {
      let free = name;
      for (let number = 2; free in values && values[free] !== value; number += 1) free = `${name}${number}`;
      values[free] = value;
      return `{${free}:${type}}`;
    },
  };
}

/** An identifier that is nothing but a name, whatever characters it has. */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

/** `database`.`table`, or the table alone in the connection's own database. */
export function quoteTable({ database, table }: TableName): string {
  return database === undefined ? quoteIdentifier(table) : `${quoteIdentifier(database)}.${quoteIdentifier(table)}`;
}

/** A table and, where it was said, its database. */
export interface TableName {
  readonly database?: string;
  readonly table: string;
}

/**
 * Whether a text is one of the wanted values, in which `*` stands for any characters; exact ones go into one set, so that
 * an index on the text still serves.
 */
export function isOneOf(text: string, name: string, values: readonly string[], binder: Binder): string {
  const exact = values.filter((value) => !value.includes('*'));
  const patterns = values.filter((value) => value.includes('*'));
  return anyOf([
    ...(exact.length === 0 ? [] : [`${text} IN ${binder.bind(name, 'Array(String)', exact)}`]),
    ...patterns.map((pattern) => `${text} LIKE ${binder.bind(`${name}Pattern`, 'String', likePattern(pattern))}`),
  ]);
}

/** `web-0*` as LIKE reads it: everything else stands for itself. */
function likePattern(pattern: string): string {
  return pattern.replaceAll(/[\\%_]/g, String.raw`\$&`).replaceAll('*', '%');
}

/** Alternatives in parentheses, so that the whole can stand beside an AND. */
export function anyOf(predicates: readonly string[]): string {
  return predicates.length === 1 ? (predicates[0] ?? 'false') : `(${predicates.map((one) => `(${one})`).join(' OR ')})`;
}
