import type { Command } from 'commander';
import { accessFlags } from './access.js';

/** Where the table is, and how to come in: flags that several commands share. */
export function tableFlags(command: Command): Command {
  command
    .optionsGroup('Source, more:')
    .option('--database <name>', 'database of the table (default: CLICKHOUSE_DATABASE)')
    .option('--table <name>', 'log table (default: otel_logs)')
    .option('--columns <names>', 'columns by meaning: time=ts,level=severity,service=app,host=pod')
    .option('--layout <name>', 'layout of the table, where it is not recognised')
    .option('--metric <template>', 'how the names of counters are made (default: SERVICE.logs.LEVEL)')
    .option('--max-rows <number>', 'the most rows that a query may read');
  return accessFlags(command)
    .option('--connection <name>', 'a connection of the configuration file')
    .option('--config <file>', 'the configuration file (default: canary-verdict.yaml here or above)')
    .option('--no-config', 'read no configuration file');
}
