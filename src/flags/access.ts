import type { Command } from 'commander';

/** How to come in where ClickHouse is. The password itself is never a flag: everybody on the machine can read those. */
export function accessFlags(command: Command): Command {
  return command
    .option('--user <name>', 'user (default: CLICKHOUSE_USER); the password comes from CLICKHOUSE_PASSWORD')
    .option('--password-file <file>', 'file that holds the password')
    .option('--ca-cert <file>', 'certificate authority for https, PEM')
    .option('--client-cert <file>', 'client certificate for https, PEM')
    .option('--client-key <file>', 'key of the client certificate, PEM');
}
