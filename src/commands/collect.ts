import { createStatements } from '../collect/ddl.js';
import { checkTable, insertMaking, runStatements, type Table } from '../collect/insert.js';
import { runCollector } from '../collect/run.js';
import { COUNTS_TABLE, graphiteTable } from '../collect/target.js';
import { readCollectConfig, type CollectConfig } from '../config/collect.js';
import type { RawFlags } from '../config/settings.js';
import { Interrupted, SourceError, type SourceErrorCode } from '../errors.js';
import { EXIT_CODE } from '../exit-codes.js';
import { createProgress, type Progress } from '../progress.js';
import { connectEmbedded, connectServer, openEngine } from '../sources/clickhouse/client.js';
import { version } from '../version.js';
import type { World } from '../world.js';

/** `canary-verdict collect`: adds up StatsD counters of log lines and writes them to ClickHouse, until it is stopped. */
export async function collect(flags: RawFlags, world: World, signal: AbortSignal): Promise<number> {
  const config = readCollectConfig(flags, world.env);
  if (config.createTable === 'print' || config.database === null) {
    world.stdout.write(
      createStatements(config)
        .map((statement) => `${statement};\n`)
        .join('\n'),
    );
    return EXIT_CODE.pass;
  }
  const progress = createProgress(world.stderr, config.isQuiet);
  const table = await openTable(config, config.database);
  try {
    const statements = config.createTable === 'run' ? createStatements(config) : [];
    await prepare(table, statements, config, progress);
    // Names and the server's words come from anywhere: a terminal must not obey them.
    const say = (line: string) => progress.say(line.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, ''));
    const tools = { now: world.now, random: world.random, sleep: world.sleep, say };
    await runCollector({ ...config, version }, (batch) => insertMaking(table, statements, batch), tools, signal);
    // Whoever runs it as a service stops it with SIGTERM; a person at a terminal interrupts it.
    const reason: unknown = signal.reason;
    if (reason instanceof Interrupted && reason.signal === 'SIGINT')
      throw new Interrupted('SIGINT', 'no longer collecting');
    return EXIT_CODE.pass;
  } finally {
    await table.client.close();
  }
}

async function openTable(config: CollectConfig, database: NonNullable<CollectConfig['database']>): Promise<Table> {
  const { table, graphitePath, createTable } = config;
  const isServer = database.kind === 'clickhouse';
  const open = () => {
    if (isServer) return connectServer(database);
    // A new database is made only where a table is.
    return createTable === 'run' ? openEngine(database.path) : connectEmbedded(database);
  };
  return {
    client: await open(),
    name: table,
    target: graphitePath === null ? COUNTS_TABLE : graphiteTable(graphitePath),
    tried: {
      where: isServer ? new URL(database.url).origin : database.path,
      table: table.database === undefined ? table.table : `${table.database}.${table.table}`,
      scheme: isServer ? (database.url.startsWith('https:') ? 'https' : 'http') : 'chdb',
    },
  };
}

/** Failures that heal by themselves: counters are collected meanwhile, and wait in the spool. */
const MAY_HEAL: ReadonlySet<SourceErrorCode> = new Set(['refused', 'dns', 'unreachable', 'cut', 'timeout', 'busy']);

async function prepare(
  table: Table,
  statements: readonly string[],
  config: CollectConfig,
  progress: Progress,
): Promise<void> {
  try {
    await runStatements(table, statements);
    await checkTable(table);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.code === 'unknown-table' && config.graphitePath === null) {
      throw new SourceError(error.code, error.message, 'Let it be made: --create-table run.', { cause: error });
    }
    if (!MAY_HEAL.has(error.code)) throw error;
    progress.say(`${error.message}; collecting all the same`);
  }
}
