import { textValue, type Row } from './answer.js';
import type { Engine } from './engine.js';
import { keyParts, type Column, type Store } from './layouts/facts.js';
import { createBinder, type Binder, type TableName } from './sql.js';

/** What a server says of one table alone, whatever lies behind it. */
export interface OwnFacts {
  readonly name: Required<TableName>;
  readonly engine: string;
  readonly columns: readonly Column[];
  /** Null where the table holds no rows of its own. */
  readonly store: Store | null;
}

/** The facts of these tables; those that are not there or not to be seen are left out. */
export async function factsOf(
  engine: Engine,
  tables: readonly TableName[],
  signal: AbortSignal,
): Promise<readonly OwnFacts[]> {
  const binder = createBinder();
  const names = tables.map(({ database, table }) => {
    const inDatabase = database === undefined ? 'currentDatabase()' : binder.bind('database', 'String', database);
    return `(${inDatabase}, ${binder.bind('table', 'String', table)})`;
  });
  const among = `IN (${names.join(', ')})`;
  return await ask(
    engine,
    { tables: `(database, name) ${among}`, columns: `(database, table) ${among}` },
    binder,
    signal,
  );
}

/** The facts of all tables that this user may see, or of those in one database: the largest first, at most 1,000. */
export async function factsOfAll(
  engine: Engine,
  database: string | undefined,
  signal: AbortSignal,
): Promise<readonly OwnFacts[]> {
  const binder = createBinder();
  const among =
    database === undefined
      ? `database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema')`
      : `database = ${binder.bind('database', 'String', database)}`;
  const isTable = `NOT is_temporary AND NOT startsWith(name, '.') AND NOT endsWith(engine, 'Dictionary')`;
  return await ask(engine, { tables: `${among} AND ${isTable}`, columns: among }, binder, signal);
}

/** One question, because each costs a way to the server; with the conditions on tables and on their columns. */
async function ask(
  engine: Engine,
  where: { readonly tables: string; readonly columns: string },
  { parameters }: Binder,
  signal: AbortSignal,
): Promise<readonly OwnFacts[]> {
  const sql = `SELECT
  t.database AS database_name, t.name AS table_name, t.engine AS engine_name,
  t.primary_key AS primary_key, t.sorting_key AS sorting_key, t.partition_key AS partition_key,
  c.names AS column_names, c.types AS column_types, c.defaults AS column_defaults
FROM (
  SELECT database, name, engine, primary_key, sorting_key, partition_key, total_rows
  FROM system.tables WHERE ${where.tables}
) AS t
INNER JOIN (
  SELECT database, table, groupArray(name) AS names, groupArray(type) AS types, groupArray(default_expression) AS defaults
  FROM (SELECT * FROM system.columns WHERE ${where.columns} ORDER BY position)
  GROUP BY database, table
) AS c ON c.database = t.database AND c.table = t.name
ORDER BY t.total_rows DESC NULLS LAST, database_name, table_name
LIMIT 1000`;
  const { rows } = await engine.ask({ sql, parameters }, signal);
  return rows.map(readFacts);
}

function readFacts(row: Row): OwnFacts {
  const name = { database: textValue(row['database_name']), table: textValue(row['table_name']) };
  const engine = textValue(row['engine_name']);
  const [names, types, defaults] = [
    texts(row['column_names']),
    texts(row['column_types']),
    texts(row['column_defaults']),
  ];
  const key = (of: string) => keyParts(textValue(row[of]));
  return {
    name,
    engine,
    columns: names.map((column, index) => ({
      name: column,
      type: types[index] ?? '',
      defaultExpression: defaults[index] ?? '',
    })),
    store: engine.endsWith('MergeTree')
      ? {
          table: `${name.database}.${name.table}`,
          primaryKey: key('primary_key'),
          sortingKey: key('sorting_key'),
          partitionKey: key('partition_key'),
          columns: [],
        }
      : null,
  };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textValue) : [];
}
