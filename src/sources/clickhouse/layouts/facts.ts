/** A column as the server tells it. */
export interface Column {
  readonly name: string;
  readonly type: string;
  /** What it holds where nothing is inserted, as SQL; absent or empty where it has no default. */
  readonly defaultExpression?: string;
}

/** What a server tells about a table, as far as this user may see it. */
export interface TableFacts {
  readonly columns: readonly Column[];
  /** Name of the engine, such as `ReplicatedMergeTree` or `View`; empty where it is not known. */
  readonly engine: string;
  /** Keys of the tables that hold the rows: this one, or those behind a view, a Merge or a Distributed table. */
  readonly stores: readonly Store[];
  /** Whether rows lie on several servers, so that a subquery must be sent along and not asked on each. */
  readonly isSpread: boolean;
}

/** One table that holds rows, with its keys as lists of SQL expressions. */
export interface Store {
  readonly table: string;
  readonly primaryKey: readonly string[];
  readonly sortingKey: readonly string[];
  readonly partitionKey: readonly string[];
  /** Its own columns, whose defaults tell what a key column is made of; empty where they are the table's own. */
  readonly columns: readonly Column[];
}

/** Facts of something that has columns and nothing else: a file, or a table whose keys stay unknown. */
export function onlyColumns(columns: readonly Column[]): TableFacts {
  return { columns, engine: '', stores: [], isSpread: false };
}

/** The type of a column; undefined where there is none of that name. */
export function typeOf({ columns }: Pick<TableFacts, 'columns'>, name: string): string | undefined {
  return columns.find((column) => column.name === name)?.type;
}

/** The parts of a key as ClickHouse writes it: `ServiceName, toStartOfInterval(ts, toIntervalMinute(5))` has two, and so has `(toDate(ts), days)`. */
export function keyParts(key: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let part = '';
  for (let at = 0; at < key.length; at += 1) {
    const char = key.charAt(at);
    if (quote !== '') {
      if (char === '\\') {
        part += char;
        at += 1;
      } else if (char === quote) quote = '';
    } else if (char === "'" || char === '`' || char === '"') quote = char;
    else if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    else if (char === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
      continue;
    }
    part += key.charAt(at);
  }
  const all = [...parts, part.trim()].filter((one) => one !== '');
  const [tuple = ''] = all;
  return all.length === 1 && tuple.startsWith('(') && tuple.endsWith(')') ? keyParts(tuple.slice(1, -1)) : all;
}
