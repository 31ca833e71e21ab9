import { SourceError } from '../../errors.js';
import { nearestFirst } from '../../nearest.js';
import { textValue, type Answer } from './answer.js';
import type { Engine } from './engine.js';
import { AskError } from './failures.js';
import type { Column } from './layouts/facts.js';
import { bareType } from './layouts/times.js';
import { quoteIdentifier, quoteTable, type Query, type TableName } from './sql.js';

/** ClickHouse's numbers for what goes wrong here. */
const UNKNOWN_TABLE = 60;
const ACCESS_DENIED = 497;

/** The columns of a table, by the statement that needs the fewest rights. */
export async function describeTable(engine: Engine, table: TableName, signal: AbortSignal): Promise<readonly Column[]> {
  try {
    return await columnsBy(engine, { sql: `DESCRIBE TABLE ${quoteTable(table)}`, parameters: {} }, signal);
  } catch (error) {
    if (!(error instanceof AskError)) throw error;
    if (error.exception === UNKNOWN_TABLE) throw await withNearestTables(error, engine, table, signal);
    if (error.exception !== ACCESS_DENIED) throw error;
    // A grant on some columns does not allow DESCRIBE, but system.columns shows just those.
    const visible = await columnsBy(engine, systemColumns(table), signal).catch(() => []);
    if (visible.length === 0) throw error;
    return visible;
  }
}

async function columnsBy(engine: Engine, query: Query, signal: AbortSignal): Promise<readonly Column[]> {
  const { rows } = await engine.ask(query, signal);
  return rows.map(({ name, type }) => ({ name: textValue(name), type: textValue(type) }));
}

function systemColumns({ database, table }: TableName) {
  const inDatabase = database === undefined ? 'currentDatabase()' : '{database:String}';
  return {
    sql: `SELECT name, type FROM system.columns WHERE database = ${inDatabase} AND table = {table:String} ORDER BY position`,
    parameters: { ...(database !== undefined && { database }), table },
  };
}

/** The same failure with the tables that were likely meant, where this user may see any. */
async function withNearestTables(
  error: AskError,
  engine: Engine,
  { database, table }: TableName,
  signal: AbortSignal,
): Promise<SourceError> {
  const sql = `SELECT if(database = currentDatabase(), name, concat(database, '.', name)) AS name FROM system.tables
WHERE database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema') ORDER BY name LIMIT 2000`;
  const answer = await engine.ask({ sql, parameters: {} }, signal).catch(() => null);
  signal.throwIfAborted();
  if (answer === null || answer.rows.length === 0) return error;
  const names = answer.rows.map(({ name }) => textValue(name));
  // A table of that very name in another database is the likeliest.
  const asked = database === undefined ? table : `${database}.${table}`;
  const near = nearestFirst(names, asked).toSorted(
    (a, b) => Number(b.endsWith(`.${table}`)) - Number(a.endsWith(`.${table}`)),
  );
  return new SourceError(
    error.code,
    error.message,
    `Name the log table with --table. There is: ${near.slice(0, 3).join(', ')}.`,
    { cause: error },
  );
}

/** Values looked at to tell the unit of a number: one line with time 0 must not decide it. */
const VALUES_PROBED = 4096;

/** A telling value of a column as text, the first text or the largest of the first numbers; null where it has none. */
export async function probeColumn(
  ask: (query: Query) => Promise<Answer>,
  from: string,
  { name, type }: Column,
  parameters: Query['parameters'] = {},
): Promise<string | null> {
  const column = quoteIdentifier(name);
  const value = `assumeNotNull(${column}) AS probed FROM ${from} WHERE isNotNull(${column})`;
  const sql =
    bareType(type) === 'String'
      ? `SELECT toString(probed) AS sample FROM (SELECT ${value} AND ${column} != '' LIMIT 1)`
      : `SELECT toString(max(probed)) AS sample FROM (SELECT ${value} LIMIT ${VALUES_PROBED}) HAVING count() > 0`;
  const { rows } = await ask({ sql, parameters });
  return rows[0] === undefined ? null : textValue(rows[0]['sample']);
}
