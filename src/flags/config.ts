import type { Command } from 'commander';

/** The flags of `config`. */
export function configFlags(command: Command): Command {
  return command
    .option('--service <name>', 'a service of the configuration file')
    .option('--connection <name>', 'a connection of the configuration file')
    .option('--config <file>', 'the configuration file (default: canary-verdict.yaml here or above)')
    .option('--no-config', 'read no configuration file')
    .option('--format <name>', 'text or json (default: text)');
}
