import type { Command } from 'commander';
import { settingFlags } from './settings.js';
import { tableFlags } from './table.js';

/** The flags of `config`: those of `judge` that have a say in what it lists. */
export function configFlags(command: Command): Command {
  return tableFlags(settingFlags(command))
    .optionsGroup('Result:')
    .option('--format <name>', 'text or json (default: text)');
}
