import type { Command } from 'commander';

/** The flags of `init`. */
export function initFlags(command: Command): Command {
  return command
    .option('--url <url>', 'http(s)://HOST:8123 or chdb:PATH (default: CLICKHOUSE_URL, then CLICKHOUSE_HOST)')
    .option('--user <name>', 'user (default: CLICKHOUSE_USER); the password comes from CLICKHOUSE_PASSWORD')
    .option('--database <name>', 'database of the table (default: CLICKHOUSE_DATABASE)')
    .option('--table <name>', 'log table')
    .option('--service <name>', 'the service, as it stands in the logs')
    .option('--yes', 'ask nothing: take the likeliest table and the busiest service')
    .option('--out <file>', 'the file to write (default: canary-verdict.yaml)')
    .option('--force', 'replace a file that is there')
    .option('--timeout <duration>', 'deadline for looking at the tables (default: 60s)');
}
