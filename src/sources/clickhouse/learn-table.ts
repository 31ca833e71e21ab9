import { textValue, type Row } from './answer.js';
import { describeTable } from './describe.js';
import type { Engine } from './engine.js';
import { AskError } from './failures.js';
import { keyParts, onlyColumns, type Column, type Store, type TableFacts } from './layouts/facts.js';
import { storesBehind } from './look-through.js';
import { createBinder, type Query, type TableName } from './sql.js';

/**
 * Asks what a table is: its columns, its engine and its keys, or the keys of the tables behind it. A user who may not
 * see that much is still told the columns. Throws when there is no such table or none that this user may see.
 */
export async function learnTable(engine: Engine, table: TableName, signal: AbortSignal): Promise<TableFacts> {
  const [row] = await factsOf(engine, [table], signal);
  if (row === undefined || row.columns.length === 0) return onlyColumns(await describeTable(engine, table, signal));
  const { columns, engineName } = row;
  if (row.store !== null) return { columns, engine: engineName, stores: [row.store], isSpread: false };
  const behind = await storesBehind(engine, table, columns, signal);
  const found = behind.tables.length === 0 ? [] : await factsOf(engine, behind.tables, signal);
  return {
    columns,
    engine: engineName,
    isSpread: behind.isSpread || engineName === 'Distributed',
    stores: found.flatMap(({ store, columns: own }) => (store === null ? [] : [{ ...store, columns: own }])),
  };
}

interface AskedFacts {
  readonly engineName: string;
  readonly columns: readonly Column[];
  /** Null where the table holds no rows of its own. */
  readonly store: Store | null;
}

/** What the server's own tables say of these tables; nothing where they are not to be seen. */
async function factsOf(
  engine: Engine,
  tables: readonly TableName[],
  signal: AbortSignal,
): Promise<readonly AskedFacts[]> {
  try {
    const { rows } = await engine.ask(factsQuery(tables), signal);
    return rows.map(readFacts);
  } catch (error) {
    // Some servers allow their own tables to nobody; every other failure would meet the next question as well.
    if (error instanceof AskError && error.exception !== null) return [];
    throw error;
  }
}

/** One question, because each costs a way to the server. */
function factsQuery(tables: readonly TableName[]): Query {
  const binder = createBinder();
  const names = tables.map(({ database, table }) => {
    const inDatabase = database === undefined ? 'currentDatabase()' : binder.bind('database', 'String', database);
    return `(${inDatabase}, ${binder.bind('table', 'String', table)})`;
  });
  const among = `IN (${names.join(', ')})`;
  const sql = `SELECT
  concat(t.database, '.', t.name) AS table_name, t.engine AS engine_name,
  t.primary_key AS primary_key, t.sorting_key AS sorting_key, t.partition_key AS partition_key,
  c.names AS column_names, c.types AS column_types, c.defaults AS column_defaults
FROM (
  SELECT database, name, engine, primary_key, sorting_key, partition_key
  FROM system.tables WHERE (database, name) ${among}
) AS t
INNER JOIN (
  SELECT database, table, groupArray(name) AS names, groupArray(type) AS types, groupArray(default_expression) AS defaults
  FROM (SELECT * FROM system.columns WHERE (database, table) ${among} ORDER BY position)
  GROUP BY database, table
) AS c ON c.database = t.database AND c.table = t.name
ORDER BY table_name
LIMIT 100`;
  return { sql, parameters: binder.parameters };
}

function readFacts(row: Row): AskedFacts {
  const engineName = textValue(row['engine_name']);
  const [names, types, defaults] = [
    texts(row['column_names']),
    texts(row['column_types']),
    texts(row['column_defaults']),
  ];
  const key = (name: string) => keyParts(textValue(row[name]));
  return {
    engineName,
    columns: names.map((name, index) => ({
      name,
      type: types[index] ?? '',
      defaultExpression: defaults[index] ?? '',
    })),
    store: engineName.endsWith('MergeTree')
      ? {
          table: textValue(row['table_name']),
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
