import type { Command } from 'commander';

/** The flags of `explain`. */
export function explainFlags(command: Command): Command {
  return command
    .argument('[codes...]', 'such as errors-over-limit; all are listed without it')
    .option('--format <name>', 'text or json (default: text)')
    .option('--no-color', 'no colours');
}
