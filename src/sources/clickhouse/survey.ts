import type { EmbeddedSettings, ServerSettings } from '../settings.js';
import { textValue } from './answer.js';
import { connectEmbedded, connectServer } from './client.js';
import { createEngine } from './engine.js';
import type { Tried } from './explained.js';
import { LAYOUTS, recogniseTable } from './layouts/index.js';
import { learnTable } from './learn-table.js';
import type { SourceTools } from './retry.js';
import { whole } from './table-source.js';

/** A table that can be read, and how. */
export interface Candidate {
  /** With its database, unless that is the connection's own. */
  readonly table: string;
  readonly layout: string;
  /** Who writes such tables. */
  readonly title: string;
  /** Why it was recognised. */
  readonly reasons: readonly string[];
}

/** More tables than this are told apart by a person. */
const MOST_TABLES = 100;

const TABLES = `SELECT if(database = currentDatabase(), name, concat(database, '.', name)) AS table_name, database, name
FROM system.tables
WHERE database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema')
  AND NOT is_temporary AND NOT startsWith(name, '.') AND NOT endsWith(engine, 'Dictionary')
ORDER BY total_rows DESC NULLS LAST, table_name
LIMIT ${MOST_TABLES}`;

/** Every table of a server that a layout recognises: in the order of the layouts, larger ones first. */
export async function survey(
  settings: ServerSettings | EmbeddedSettings,
  tools: SourceTools,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const isServer = settings.kind === 'clickhouse';
  const tried: Tried = {
    where: isServer ? new URL(settings.url).origin : settings.path,
    table: null,
    scheme: isServer ? (settings.url.startsWith('https:') ? 'https' : 'http') : 'chdb',
  };
  const engine = createEngine(() => (isServer ? connectServer(settings) : connectEmbedded(settings)), tried, tools);
  try {
    return await whole(tried, async () => {
      const { rows } = await engine.ask({ sql: TABLES, parameters: {} }, signal);
      const found: (Candidate & { readonly rank: number })[] = [];
      for (const row of rows) {
        const name = { database: textValue(row['database']), table: textValue(row['name']) };
        const facts = await learnTable(engine, name, signal);
        const { kind, reasons } = recogniseTable({ facts, named: {} }, undefined);
        const rank = LAYOUTS.indexOf(kind);
        const known = { layout: kind.name, title: kind.title, reasons };
        if (reasons.length > 0) found.push({ table: textValue(row['table_name']), ...known, rank });
      }
      return found.toSorted((a, b) => a.rank - b.rank).map(({ rank: _rank, ...candidate }) => candidate);
    });
  } finally {
    await engine.close();
  }
}
