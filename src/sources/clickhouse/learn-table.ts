import { describeTable } from './describe.js';
import type { Engine } from './engine.js';
import { AskError } from './failures.js';
import { onlyColumns, type TableFacts } from './layouts/facts.js';
import { storesBehind } from './look-through.js';
import type { TableName } from './sql.js';
import { factsOf, type OwnFacts } from './table-facts.js';

/**
 * Asks what a table is: its columns, its engine and its keys, or the keys of the tables behind it. A user who may not
 * see that much is still told the columns. Throws when there is no such table or none that this user may see.
 */
export async function learnTable(engine: Engine, table: TableName, signal: AbortSignal): Promise<TableFacts> {
  const [own] = await visibleFacts(engine, [table], signal);
  if (own === undefined || own.columns.length === 0) return onlyColumns(await describeTable(engine, table, signal));
  const { columns, store } = own;
  if (store !== null) return { columns, engine: own.engine, stores: [store], isSpread: false };
  const behind = await storesBehind(engine, table, columns, signal);
  const found = behind.tables.length === 0 ? [] : await visibleFacts(engine, behind.tables, signal);
  return {
    columns,
    engine: own.engine,
    isSpread: behind.isSpread || isSpread(own),
    stores: found.flatMap((one) => (one.store === null ? [] : [{ ...one.store, columns: one.columns }])),
  };
}

/** Whether rows lie on several servers, as far as the table itself says. */
export function isSpread({ engine }: Pick<OwnFacts, 'engine'>): boolean {
  return engine === 'Distributed';
}

async function visibleFacts(
  engine: Engine,
  tables: readonly TableName[],
  signal: AbortSignal,
): Promise<readonly OwnFacts[]> {
  try {
    return await factsOf(engine, tables, signal);
  } catch (error) {
    // Some servers allow their own tables to nobody; every other failure would meet the next question as well.
    if (error instanceof AskError && error.exception !== null) return [];
    throw error;
  }
}
