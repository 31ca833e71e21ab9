/** What a query carries besides its text. Values never become part of the text. */
export type Parameters = Readonly<Record<string, string | number | readonly string[]>>;

/** SQL text with the values that its `{name:Type}` places stand for. */
export interface Query {
  readonly sql: string;
  readonly parameters: Parameters;
  /** Settings that make the answer come sooner; a server that refuses them answers without. */
  readonly settings?: Settings;
}

export type Settings = Readonly<Record<string, string | number>>;

/** Gives out a `{name:Type}` place for each value, under a name of its own; one value bound twice keeps its name. */
export interface Binder {
  bind(name: string, type: ParameterType, value: string | number | readonly string[]): string;
  /** An instant in epoch milliseconds as this type of time, whose zone says where its day begins. */
  bindInstant(name: string, type: InstantType, ms: number): string;
  readonly parameters: Parameters;
}

/** The ClickHouse types that values are bound as. */
export type ParameterType = 'String' | 'Array(String)' | 'Int64' | 'UInt64' | 'Float64' | DecimalType;

/** A type of times: DateTime, or DateTime64(3), in a zone or the server's own. */
export interface InstantType {
  readonly precision: 'seconds' | 'milliseconds';
  readonly zone: string | null;
}

export type DecimalType = `Decimal(${number}, ${number})`;

/** A binder without values. */
export function createBinder(): Binder {
  const values: Record<string, string | number | readonly string[]> = {};
  function place(name: string, type: string, value: string | number | readonly string[]): string {
    let free = name;
    for (let number = 2; free in values && values[free] !== value; number += 1) free = `${name}${number}`;
    values[free] = value;
    return `{${free}:${type}}`;
  }
  return {
    parameters: values,
    bind: place,
    // Epoch seconds are one instant whatever the zone; ten digits in front of the point, because four would be a year.
    bindInstant: (name, { precision, zone }, ms) =>
      precision === 'seconds'
        ? place(name, `DateTime${zone === null ? '' : `('${zone}')`}`, (ms / 1000).toFixed(0).padStart(10, '0'))
        : place(name, `DateTime64(3${zone === null ? '' : `, '${zone}'`})`, (ms / 1000).toFixed(3).padStart(14, '0')),
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
