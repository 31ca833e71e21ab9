import type { Engine } from './engine.js';
import { AskError } from './failures.js';
import type { Column } from './layouts/facts.js';
import { stepsOf, type PlanStep } from './plan.js';
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
    return behindIn(stepsOf(await engine.ask({ sql, parameters: {} }, signal)));
  } catch (error) {
    // Without a plan the query is only slower.
    if (error instanceof AskError && error.exception !== null) return nothing;
    throw error;
  }
}

/** The tables that a plan reads, by name. */
function behindIn(steps: readonly PlanStep[]): Behind {
  const reads = (type: string) => steps.filter((step) => step['Node Type'] === type);
  const names = reads('ReadFromMergeTree').map(({ Description: name }) => name);
  return {
    tables: [...new Set(names)].filter((name) => typeof name === 'string').map(nameIn),
    isSpread: reads('ReadFromRemote').length > 0,
  };
}

/** `database.table`, as a plan writes it; a dot may stand in either name, but hardly ever in a database's. */
function nameIn(description: string): TableName {
  const dot = description.indexOf('.');
  return { database: description.slice(0, dot), table: description.slice(dot + 1) };
}
