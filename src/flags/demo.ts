import type { Command } from 'commander';

/** The flags of `demo`. */
export function demoFlags(command: Command): Command {
  return command
    .option('--dir <path>', 'where the database of the demo goes')
    .option('--seed <number>', 'another seed makes other logs')
    .option('--no-color', 'no colours');
}
