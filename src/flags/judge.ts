import { Option, type Command } from 'commander';
import { repeat } from './repeat.js';
import { settingFlags } from './settings.js';
import { tableFlags } from './table.js';

/** The flags of `judge`. */
export function judgeFlags(command: Command): Command {
  command
    .optionsGroup('What to judge:')
    .option('--released-at <time>', 'ISO 8601, Unix seconds or milliseconds, now, or -10m (default: now)');
  settingFlags(command)
    .option('--logs <file...>', 'log files or globs: NDJSON, CSV, TSV or Parquet, compressed or not')
    .option('--series <file>', 'one recorded series or a saved report as JSON; - is stdin');
  return tableFlags(command)
    .optionsGroup('Result:')
    .option('--format <name>', 'text, json, markdown or html (default: text)')
    .option('--output <file>', 'write the report there instead of to stdout')
    .option(
      '--report <name[=path]>',
      'a report beside that one, repeatable: html, markdown, json, junit … to a file; github, gitlab, azure, tekton, spinnaker to where they look, or to a folder (default: auto, what a CI system takes)',
      // Commander hands over false where --no-report came before.
      (value, before: readonly string[] | false | undefined) =>
        before === false ? ['none', value] : repeat(value, before),
    )
    .option('--no-report', 'no report for the CI system')
    .option('--quiet', 'no progress on stderr')
    .addOption(new Option('--no-color', 'no colours'))
    .option('--if-inconclusive <verdict>', 'exit as pass or as rollback when the data cannot carry a verdict')
    .option('--if-error <verdict>', 'exit as pass or as rollback when the source fails')
    .option('--dry-run', 'print the windows and the query, ask no server, run no hooks')
    .optionsGroup('Hooks, each repeatable; a command is split into words, sh:LINE runs a shell:')
    .option('--on-rollback <command>', 'run it when the canary is to be rolled back', repeat)
    .option('--on-pass <command>', 'run it when the canary may carry on', repeat)
    .option('--on-inconclusive <command>', 'run it when the data cannot carry a verdict', repeat)
    .option('--on-error <command>', 'run it when the source fails', repeat)
    .option('--hook-timeout <duration>', 'how long one may take (default: 5m)')
    .option('--hook-retries <number>', 'how often one that fails is tried again (default: 0)')
    .option('--no-hooks', 'run no hooks and send no notifications')
    .addHelpText('after', EXIT_CODES_HELP);
}

const EXIT_CODES_HELP = `
Exit codes: 0 pass, 10 rollback, 20 inconclusive, 2 usage, 3 the source failed, 70 a bug, 130 / 143 interrupted`;
