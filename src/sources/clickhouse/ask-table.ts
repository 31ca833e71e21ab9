import type { EmbeddedSettings, ServerSettings, TableSettings } from '../settings.js';
import { connectEmbedded, connectServer } from './client.js';
import { probeColumn } from './describe.js';
import { createEngine, type Engine } from './engine.js';
import type { Tried } from './explained.js';
import { assumeLayout, layoutNamed, recogniseTable, type Recognised } from './layouts/index.js';
import type { Column, TableFacts } from './layouts/facts.js';
import type { Chosen } from './layouts/kind.js';
import type { Layout } from './layouts/layout.js';
import { learnTable } from './learn-table.js';
import type { SourceTools } from './retry.js';
import { quoteTable, type TableName } from './sql.js';

/** What the OpenTelemetry Collector calls its log table. */
const DEFAULT_TABLE = 'otel_logs';

/** The table that settings name, and what can be found out about it. */
export interface AskTable {
  readonly engine: Engine;
  readonly tried: Tried;
  readonly table: TableName;
  /** The layout to show a query by before the table was asked. */
  assumed(): Layout;
  learn(signal: AbortSignal): Promise<TableFacts>;
  /** The layout of a table with these facts, or the one that settings name, and why. */
  recognise(facts: TableFacts): Recognised;
  choose(facts: TableFacts, signal: AbortSignal): Promise<Chosen>;
}

/** Makes ready to ask; asks nobody yet. Throws a UserError for a layout that does not exist. */
export function askTable(settings: ServerSettings | EmbeddedSettings, tools: SourceTools): AskTable {
  const { layout: wanted, columns: named } = settings;
  const table = tableOf(settings);
  const { engine, tried } = askServer(settings, tools, nameOf(table));
  const asked = {
    table,
    from: () => quoteTable(table),
    named,
    ...(settings.metric !== undefined && { metric: settings.metric }),
  };
  return {
    engine,
    tried,
    table,
    assumed: () => assumeLayout(asked, wanted),
    learn: (signal) => learnTable(engine, table, signal),
    recognise: (facts) => recogniseTable({ facts, named }, wanted),
    async choose(facts, signal) {
      const probe = (column: Column) => probeColumn((query) => engine.ask(query, signal), quoteTable(table), column);
      return await recogniseTable({ facts, named }, wanted).kind.open({ ...asked, facts, probe });
    },
  };
}

/** Makes ready to ask a server, or an embedded engine, about a table or about all of them. */
export function askServer(
  settings: ServerSettings | EmbeddedSettings,
  tools: SourceTools,
  table: string | null = null,
): Pick<AskTable, 'engine' | 'tried'> {
  const isServer = settings.kind === 'clickhouse';
  const tried: Tried = {
    where: isServer ? new URL(settings.url).origin : settings.path,
    table,
    scheme: isServer ? (settings.url.startsWith('https:') ? 'https' : 'http') : 'chdb',
  };
  const open = () => (isServer ? connectServer(settings) : connectEmbedded(settings));
  return { engine: createEngine(open, tried, tools), tried };
}

/** The table that is meant; `--table` may carry the database in front. */
export function tableOf({ database, table: named, layout }: TableSettings): TableName {
  const usual = layoutNamed(layout)?.usualTable ?? DEFAULT_TABLE;
  if (named !== undefined && database !== undefined) return { database, table: named };
  const [first, second, ...rest] = (named ?? usual).split('.');
  const table = first && second && rest.length === 0 ? { database: first, table: second } : { table: named ?? usual };
  return database === undefined ? table : { ...table, database };
}

/** A table as people write it. */
export function nameOf({ database, table }: TableName): string {
  return database === undefined ? table : `${database}.${table}`;
}
