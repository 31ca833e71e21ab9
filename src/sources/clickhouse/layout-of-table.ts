import type { EmbeddedSettings, ServerSettings, TableSettings } from '../settings.js';
import { textValue } from './answer.js';
import { askTable, tableOf } from './ask-table.js';
import { assumeLayout } from './layouts/index.js';
import type { Layout } from './layouts/layout.js';
import type { SourceTools } from './retry.js';
import { quoteTable } from './sql.js';
import { whole } from './whole.js';

/** Asks a table what layout it has, for queries that others will send: the table carries its database. */
export async function layoutOfTable(
  settings: ServerSettings | EmbeddedSettings,
  tools: SourceTools,
  signal: AbortSignal,
): Promise<Layout> {
  const { engine, tried, table } = askTable(settings, tools);
  const database = async (): Promise<string> => {
    const { rows } = await engine.ask({ sql: 'SELECT currentDatabase() AS name', parameters: {} }, signal);
    return textValue(rows[0]?.['name']);
  };
  try {
    return await whole(tried, async () => {
      const named = { ...settings, table: table.table, database: table.database ?? (await database()) };
      const asked = askTable(named, tools);
      try {
        const { layout } = await asked.choose(await asked.learn(signal), signal);
        return layout;
      } finally {
        await asked.engine.close();
      }
    });
  } finally {
    await engine.close();
  }
}

/** The layout of a table that nobody asks: as its producer creates it, or by the named columns. */
export function layoutUnasked(settings: TableSettings): Layout {
  const { columns: named, metric, layout } = settings;
  const table = tableOf(settings);
  return assumeLayout({ table, from: () => quoteTable(table), named, ...(metric !== undefined && { metric }) }, layout);
}
