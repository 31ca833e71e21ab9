import type { Command } from 'commander';
import { accessFlags } from './access.js';

/** The flags of `init`. */
export function initFlags(command: Command): Command {
  command
    .option('--url <url>', 'http(s)://HOST:8123 or chdb:PATH (default: CLICKHOUSE_URL, then CLICKHOUSE_HOST)')
    .option('--database <name>', 'look at this database alone (default: CLICKHOUSE_DATABASE, then all)')
    .option('--table <name>', 'log table')
    .option('--columns <names>', 'its columns by meaning: time=ts,level=severity,service=app,host=pod')
    .option('--layout <name>', 'its layout, where it is not recognised')
    .option('--metric <template>', 'how the names of counters are made (default: SERVICE.logs.LEVEL)')
    .option('--service <name>', 'the service, as it stands in the logs');
  return accessFlags(command)
    .option('--yes', 'ask nothing: take the likeliest table and the busiest service')
    .option('--out <file>', 'the file to write (default: canary-verdict.yaml)')
    .option('--force', 'replace a file that is there')
    .option('--timeout <duration>', 'deadline for looking at the tables (default: 60s)');
}
