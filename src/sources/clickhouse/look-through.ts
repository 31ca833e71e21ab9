import { textValue } from './answer.js';
import type { Engine } from './engine.js';
import { AskError } from './failures.js';
import type { Column } from './layouts/facts.js';
import { quoteIdentifier, quoteTable, type TableName } from './sql.js';

/** The tables that hold the rows of a view, a Merge or a Distributed table. */
export interface Behind {
  readonly tables: readonly TableName[];
  /** Whether some of the rows lie on other servers. */
  readonly isSpread: boolean;
}

/**
 * Looks through a table to those that hold its rows. The server's own plan of a read is asked, which costs no row:
 * nobody else knows what a view over a Merge over a Distributed table ends in. Finds nothing where the user may not
 * read every column, or where all rows lie elsewhere.
 */
export async function storesBehind(
  engine: Engine,
  table: TableName,
  columns: readonly Column[],
  signal: AbortSignal,
): Promise<Behind> {
  const [column] = columns;
  const nothing = { tables: [], isSpread: false };
  if (column === undefined) return nothing;
  const sql = `EXPLAIN json = 1 SELECT ${quoteIdentifier(column.name)} FROM ${quoteTable(table)}`;
  try {
    const { rows } = await engine.ask({ sql, parameters: {} }, signal);
    return behindIn(JSON.parse(rows.map(({ explain }) => textValue(explain)).join('\n')));
  } catch (error) {
    // Without a plan the query is only slower.
    if (error instanceof AskError && error.exception !== null) return nothing;
    throw error;
  }
}

/** Every step of a plan that reads, by the table it names. */
function behindIn(plan: unknown): Behind {
  const tables = new Map<string, TableName>();
  let isSpread = false;
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (typeof node !== 'object' || node === null) return;
    const step = { type: Reflect.get(node, 'Node Type'), name: Reflect.get(node, 'Description') };
    if (step.type === 'ReadFromRemote') isSpread = true;
    if (step.type === 'ReadFromMergeTree' && typeof step.name === 'string') tables.set(step.name, nameIn(step.name));
    Object.values(node).forEach(walk);
  };
  walk(plan);
  return { tables: [...tables.values()], isSpread };
}

/** `database.table`, as a plan writes it; a dot may stand in either name, but hardly ever in a database's. */
function nameIn(description: string): TableName {
  const dot = description.indexOf('.');
  return { database: description.slice(0, dot), table: description.slice(dot + 1) };
}
