import type { Command } from 'commander';
import { accessFlags } from './access.js';
import { repeat } from './repeat.js';

/** The flags of `collect`. */
export function collectFlags(command: Command): Command {
  command
    .optionsGroup('What to listen to:')
    .option(
      '--listen <address>',
      'udp://HOST:PORT, tcp://HOST:PORT or unix:PATH; repeatable (default: 127.0.0.1:8125)',
      repeat,
    )
    .option(
      '--template <name>',
      'what names mean: SERVICE.logs.LEVEL, HOST and VERSION too, * for any; repeatable',
      repeat,
    )
    .option('--tags <names>', 'tags by meaning: service=app,level=severity,host=pod,version=release')
    .option('--interval <duration>', 'width of one count (default: 30s)')
    .option('--max-series <number>', 'series kept at most (default: 10000)')
    .optionsGroup('Where to write:')
    .option('--url <url>', 'http(s)://HOST:8123 or chdb:PATH (default: CLICKHOUSE_URL, then CLICKHOUSE_HOST)')
    .option('--database <name>', 'database of the table (default: CLICKHOUSE_DATABASE)')
    .option('--table <name>', 'the table (default: log_counts)')
    .option('--create-table <how>', 'print its statements, or run them at the start')
    .option('--cluster <name>', 'make it replicated, and distributed over this cluster')
    .option('--keep <duration>', 'after how long its rows go (default: 30d)')
    .option('--graphite <path>', 'write to a table of carbon-clickhouse instead, paths like SERVICE.logs.LEVEL');
  return accessFlags(command)
    .option(
      '--spool <folder>',
      'where batches wait for ClickHouse (default: STATE_DIRECTORY, then canary-verdict-spool)',
    )
    .option('--spool-limit <size>', 'how much may wait there (default: 256MB)')
    .optionsGroup('Health:')
    .option('--http <host:port>', 'where /healthz and /metrics are (default: 127.0.0.1:8126)')
    .option('--no-http', 'neither of them')
    .option('--quiet', 'nothing on stderr')
    .addHelpText('after', COLLECT_HELP);
}

const COLLECT_HELP = `
Exit codes: 0 stopped by SIGTERM, 130 by Ctrl-C, 2 usage, 3 the table cannot be written to; while ClickHouse is away, batches wait in the spool`;
