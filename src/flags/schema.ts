import type { Command } from 'commander';

/** The flags of `schema`. */
export function schemaFlags(command: Command): Command {
  return command.argument('<name>', 'report or config');
}
