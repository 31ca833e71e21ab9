import { Command, CommanderError, Option } from 'commander';
import { dashboardCommands } from './commands/dashboard-flags.js';
import { judge } from './commands/judge.js';
import { WATCH_DEFAULTS } from './core/watch/defaults.js';
import type { RawFlags } from './config/settings.js';
import { UserError } from './errors.js';
import { EXIT_CODE } from './exit-codes.js';
import { version } from './version.js';
import type { World } from './world.js';

/** Takes the command line apart, runs its command, and answers the exit code. */
export async function runProgram(words: readonly string[], world: World, signal: AbortSignal): Promise<number> {
  let code: number = EXIT_CODE.pass;
  const program = new Command('canary-verdict')
    .description('Decides whether a canary release carries on or rolls back, from its ERROR log counts.')
    .version(version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => world.stdout.write(text), writeErr: () => {} });

  judgeFlags(
    program.command('judge', { isDefault: true }).description('judge one release and exit with the verdict'),
  ).action(async (flags: RawFlags) => {
    code = await judge(flags, world, signal);
  });
  replayFlags(
    program.command('replay').description('judge recorded series, one JSON object a line, and write a verdict a line'),
  ).action(async (file: string, flags: RawFlags) => {
    const { replay } = await import('./commands/replay.js');
    code = await replay(file, flags, world, signal);
  });
  program
    .command('demo')
    .description('make two hours of logs of three services and judge a release of each')
    .option('--dir <path>', 'where the database of the demo goes')
    .option('--seed <number>', 'another seed makes other logs')
    .option('--no-color', 'no colours')
    .action(async (flags: RawFlags) => {
      const { demo } = await import('./commands/demo.js');
      code = await demo(flags, world, signal);
    });
  program
    .command('explain')
    .description('say what a code in a report means and what to do about it')
    .argument('[codes...]', 'such as errors-over-limit; all are listed without it')
    .option('--format <name>', 'text or json (default: text)')
    .option('--no-color', 'no colours')
    .action(async (codes: readonly string[], flags: RawFlags) => {
      const { explainCodes } = await import('./commands/explain.js');
      explainCodes(codes, flags, world);
    });
  collectFlags(
    program.command('collect').description('add up StatsD counters of log lines and write them to ClickHouse'),
  ).action(async (flags: RawFlags) => {
    const { collect } = await import('./commands/collect.js');
    code = await collect(flags, world, signal);
  });
  watchFlags(
    program
      .command('watch')
      .description('look at a service between releases, and tell when its errors rise or recover'),
  ).action(async (flags: RawFlags) => {
    const { watch } = await import('./commands/watch.js');
    code = await watch(flags, world, signal);
  });
  dashboardCommands(program, async (command, flags) => {
    const { dashboardGrafana, dashboardMoira, dashboardPrometheus } = await import('./commands/dashboard.js');
    if (command === 'grafana') code = await dashboardGrafana(flags, world, signal);
    else code = await (command === 'moira' ? dashboardMoira : dashboardPrometheus)(flags, world);
  });
  program
    .command('init')
    .description('find the log table and the service, and write a first canary-verdict.yaml')
    .option('--url <url>', 'http(s)://HOST:8123 or chdb:PATH (default: CLICKHOUSE_URL, then CLICKHOUSE_HOST)')
    .option('--user <name>', 'user (default: CLICKHOUSE_USER); the password comes from CLICKHOUSE_PASSWORD')
    .option('--database <name>', 'database of the table (default: CLICKHOUSE_DATABASE)')
    .option('--table <name>', 'log table')
    .option('--service <name>', 'the service, as it stands in the logs')
    .option('--yes', 'ask nothing: take the likeliest table and the busiest service')
    .option('--out <file>', 'the file to write (default: canary-verdict.yaml)')
    .option('--force', 'replace a file that is there')
    .option('--timeout <duration>', 'deadline for looking at the tables (default: 60s)')
    .action(async (flags: RawFlags) => {
      const { init } = await import('./commands/init.js');
      code = await init(flags, world, signal);
    });
  program
    .command('config')
    .description('print what holds for a service, and where each value came from')
    .option('--service <name>', 'a service of the configuration file')
    .option('--connection <name>', 'a connection of the configuration file')
    .option('--config <file>', 'the configuration file (default: canary-verdict.yaml here or above)')
    .option('--no-config', 'read no configuration file')
    .option('--format <name>', 'text or json (default: text)')
    .action(async (flags: RawFlags) => {
      const { config } = await import('./commands/config.js');
      code = config(flags, world);
    });
  doctorFlags(
    program
      .command('doctor')
      .description('look for what is wrong between here and the logs, and say how to put it right'),
  ).action(async (flags: RawFlags) => {
    const { doctor } = await import('./commands/doctor.js');
    code = await doctor(flags, world, signal);
  });
  program
    .command('schema')
    .description('print a JSON Schema')
    .argument('<name>', 'report or config')
    .action(async (name: string) => {
      const { schemaText } = await import('./commands/schema.js');
      world.stdout.write(schemaText(name));
    });

  try {
    await program.parseAsync([...words], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT_CODE.pass;
    throw usageError(error, words);
  }
}

function usageError(error: CommanderError, words: readonly string[]): UserError {
  const [first = '', suggestion = ''] = error.message.replace(/^error: /, '').split('\n');
  const hint = suggestion.replace(/^\(|\)$/g, '');
  const unknown = unknownCommand(error, words);
  const message = unknown === undefined ? first.replace(/\.$/, '') : `unknown command '${unknown}'`;
  return new UserError(message, `${hint === '' ? '' : `${hint} `}See canary-verdict help.`, { cause: error });
}

/** The default command takes whatever is no command for arguments of its own: say what was meant. */
function unknownCommand({ code }: CommanderError, words: readonly string[]): string | undefined {
  if (words[0] === 'help') return words[1];
  const isStray = code === 'commander.excessArguments' && words[0] !== 'judge' && words[0]?.startsWith('-') !== true;
  return isStray ? words[0] : undefined;
}

/** A flag that may be given more than once. */
function repeat(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function judgeFlags(command: Command): Command {
  command
    .optionsGroup('What to judge:')
    .option('--service <name>', 'the service, as it stands in the logs')
    .option('--released-at <time>', 'ISO 8601, Unix seconds or milliseconds, now, or -10m (default: now)')
    .option(
      '--canary <key=value>',
      'only these instances: host=web-01 or host=web-0*; repeatable; auto finds the new version',
      repeat,
    )
    .option('--stable <key=value>', 'the instances that still run the old version; repeatable', repeat)
    .option('--canary-share <percent>', 'part of the traffic that the canary takes, where lines cannot tell: 5%±1%')
    .option('--env <name>', 'only lines of this deployment environment count')
    .option('--level <level>', 'count this level or worse (default: ERROR)')
    .optionsGroup('Windows:')
    .option('--wait <duration>', 'how long after the release to judge (default: 5m)')
    .option('--before <duration>', 'how long before it to compare with, or FROM/TO in ISO 8601 (default: 30m)')
    .option('--bucket <duration>', 'width of one count (default: 30s)')
    .option('--warm-up <duration>', 'left out after the release, while instances start (default: 30s)')
    .option('--max-lag <duration>', 'how long to wait for late data (default: 60s)')
    .option('--look-every <duration>', 'how often to look while waiting (default: 10s)')
    .option('--extend <duration>', 'wait once more for so long when the errors are too few to tell')
    .option('--timeout <duration>', 'deadline for everything after the wait (default: 2m)')
    .optionsGroup('Rule:')
    .option('--sensitivity <factor>', 'how many times the median is too much (default: 2)')
    .option('--early <mode>', 'roll back as soon as it is certain: on, or eager for any rise (default: on)')
    .option('--no-early', 'judge at the end only')
    .option('--plain', 'bare median × sensitivity: no floor, no cap, no evidence asked for')
    .optionsGroup('What errors say:')
    .option('--signatures <mode>', 'off, explain, or judge: a new error may roll back (default: judge)')
    .option('--look-back <duration>', 'how long before both windows an error is known from; 0 for not (default: 24h)')
    .option('--allow <pattern>', 'an error that is known and harmless, * standing for anything; repeatable', repeat)
    .option('--no-samples', 'read and tell no log messages')
    .optionsGroup('Source, one of:')
    .option('--url <url>', 'http(s)://HOST:8123 or chdb:PATH (default: CLICKHOUSE_URL, then CLICKHOUSE_HOST)')
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
    .option('--no-hooks', 'run no hooks and send no notifications')
    .addHelpText('after', EXIT_CODES_HELP);
}

function collectFlags(command: Command): Command {
  return command
    .optionsGroup('What to listen to:')
    .option(
      '--listen <address>',
      'udp://HOST:PORT, tcp://HOST:PORT or unix:PATH; repeatable (default: 127.0.0.1:8125)',
      repeat,
    )
    .option(
      '--template <name>',
      'what names mean: SERVICE.logs.LEVEL, HOST and VERSION too, * for any; repeatable',
      repeat,
    )
    .option('--tags <names>', 'tags by meaning: service=app,level=severity,host=pod,version=release')
    .option('--interval <duration>', 'width of one count (default: 30s)')
    .option('--max-series <number>', 'series kept at most (default: 10000)')
    .optionsGroup('Where to write:')
    .option('--url <url>', 'http(s)://HOST:8123 or chdb:PATH (default: CLICKHOUSE_URL, then CLICKHOUSE_HOST)')
    .option('--database <name>', 'database of the table (default: CLICKHOUSE_DATABASE)')
    .option('--table <name>', 'the table (default: log_counts)')
    .option('--create-table <how>', 'print its statements, or run them at the start')
    .option('--cluster <name>', 'make it replicated, and distributed over this cluster')
    .option('--keep <duration>', 'after how long its rows go (default: 30d)')
    .option('--graphite <path>', 'write to a table of carbon-clickhouse instead, paths like SERVICE.logs.LEVEL')
    .option('--user <name>', 'user (default: CLICKHOUSE_USER); the password comes from CLICKHOUSE_PASSWORD')
    .option('--password-file <file>', 'file that holds the password')
    .option('--ca-cert <file>', 'certificate authority for https, PEM')
    .option('--client-cert <file>', 'client certificate for https, PEM')
    .option('--client-key <file>', 'key of the client certificate, PEM')
    .option(
      '--spool <folder>',
      'where batches wait for ClickHouse (default: STATE_DIRECTORY, then canary-verdict-spool)',
    )
    .option('--spool-limit <size>', 'how much may wait there (default: 256MB)')
    .optionsGroup('Health:')
    .option('--http <host:port>', 'where /healthz and /metrics are (default: 127.0.0.1:8126)')
    .option('--no-http', 'neither of them')
    .option('--quiet', 'nothing on stderr')
    .addHelpText('after', COLLECT_HELP);
}

const COLLECT_HELP = `
Exit codes: 0 stopped, 2 usage, 3 the table cannot be written to; while ClickHouse is away, batches wait in the spool`;

/** Where the table is, and how to come in. */
function tableFlags(command: Command): Command {
  return command
    .optionsGroup('Source, more:')
    .option('--database <name>', 'database of the table (default: CLICKHOUSE_DATABASE)')
    .option('--table <name>', 'log table (default: otel_logs)')
    .option('--columns <names>', 'columns by meaning: time=ts,level=severity,service=app,host=pod')
    .option('--layout <name>', 'layout of the table, where it is not recognised')
    .option('--metric <template>', 'how the names of counters are made (default: SERVICE.logs.LEVEL)')
    .option('--max-rows <number>', 'the most rows that a query may read')
    .option('--user <name>', 'user (default: CLICKHOUSE_USER); the password comes from CLICKHOUSE_PASSWORD')
    .option('--password-file <file>', 'file that holds the password')
    .option('--ca-cert <file>', 'certificate authority for https, PEM')
    .option('--client-cert <file>', 'client certificate for https, PEM')
    .option('--client-key <file>', 'key of the client certificate, PEM')
    .option('--connection <name>', 'a connection of the configuration file')
    .option('--config <file>', 'the configuration file (default: canary-verdict.yaml here or above)')
    .option('--no-config', 'read no configuration file');
}

function watchFlags(command: Command): Command {
  command
    .optionsGroup('What to look at:')
    .option('--service <name>', 'the service, as it stands in the logs')
    .option('--env <name>', 'only lines of this deployment environment count')
    .option('--level <level>', 'count this level or worse (default: ERROR)')
    .optionsGroup('How:')
    .option('--every <duration>', 'how often to look (default: 30s)')
    .option('--window <duration>', 'how much is looked at (default: 5m)')
    .option('--before <duration>', 'how long before it to compare with (default: 30m)')
    .option('--bucket <duration>', 'width of one count (default: 30s)')
    .option('--max-lag <duration>', 'how late data may be (default: 60s)')
    .option('--timeout <duration>', 'deadline of one look (default: 30s)')
    .option('--sensitivity <factor>', 'how many times the median is too much (default: 2)')
    .optionsGroup('When to tell:')
    .option(
      '--cross-after <looks>',
      `looks over the limit in a row that make an alarm (default: ${WATCH_DEFAULTS.crossAfter})`,
    )
    .option('--recover-after <looks>', `quiet looks in a row that end it (default: ${WATCH_DEFAULTS.recoverAfter})`)
    .option(
      '--blind-after <looks>',
      `looks in a row that cannot judge until that is told (default: ${WATCH_DEFAULTS.blindAfter})`,
    )
    .option('--cool-down <duration>', 'no new alarm for so long after one (default: 10m)')
    .option('--accept-after <duration>', 'an alarm that lasts so long is the new usual (default: 1d)')
    .option('--silence <from-to>', 'tell nobody at this time of the day in UTC, like 22:00-06:00; repeatable', repeat)
    .option('--no-notify', 'send no notifications: the lines on stdout alone')
    .option('--state <file>', 'keep what is known there, so that a restart forgets no alarm')
    .optionsGroup('Health:')
    .option('--http <host:port>', 'where /healthz and /metrics are (default: 127.0.0.1:8127)')
    .option('--no-http', 'neither of them')
    .option('--quiet', 'no progress on stderr')
    .optionsGroup('Source:')
    .option('--url <url>', 'http(s)://HOST:8123 or chdb:PATH (default: CLICKHOUSE_URL, then CLICKHOUSE_HOST)');
  return tableFlags(command).addHelpText('after', WATCH_HELP);
}

const WATCH_HELP = `
A change is one line of JSON on stdout: crossed, recovered, accepted (an alarm became the usual), blind, seeing.
Exit codes: 0 stopped by SIGTERM, 130 by Ctrl-C, 2 usage, 3 the source fails at the start in a way that does not heal`;

function doctorFlags(command: Command): Command {
  command
    .optionsGroup('What to look at:')
    .option('--service <name>', 'the service, as it stands in the logs')
    .option('--canary <key=value>', 'only these instances; repeatable', repeat)
    .option('--stable <key=value>', 'the instances that still run the old version; repeatable', repeat)
    .option('--env <name>', 'only lines of this deployment environment count')
    .option('--level <level>', 'count this level or worse (default: ERROR)')
    .option('--wait <duration>', 'how long after a release to judge (default: 5m)')
    .option('--before <duration>', 'how long before it to compare with (default: 30m)')
    .option('--bucket <duration>', 'width of one count (default: 30s)')
    .option('--max-lag <duration>', 'how late data may be (default: 60s)')
    .option('--timeout <duration>', 'deadline for everything (default: 2m)')
    .option('--url <url>', 'http(s)://HOST:8123 or chdb:PATH (default: CLICKHOUSE_URL, then CLICKHOUSE_HOST)');
  return tableFlags(command)
    .optionsGroup('Result:')
    .option('--format <name>', 'text or json (default: text)')
    .addOption(new Option('--no-color', 'no colours'))
    .addHelpText('after', DOCTOR_HELP);
}

const DOCTOR_HELP = `
Exit codes: 0 judge can work here, else the code that it would end with: 2 usage, 3 the source fails, 20 inconclusive`;

function replayFlags(command: Command): Command {
  return command
    .argument('<file>', 'recorded series as NDJSON, .gz or not, or a saved report; - is stdin')
    .option('--sensitivity <factor>', 'how many times the median is too much (default: 2)')
    .option('--bucket <duration>', 'judge in wider buckets than the recorded ones (default: 30s where they are finer)')
    .option('--warm-up <duration>', 'left out after the release, while instances start (default: 30s)')
    .option('--early <mode>', 'on, off or eager: roll back before the window is over (default: on)')
    .addOption(new Option('--no-early', 'judge at the end of the window only'))
    .option('--plain', 'bare median × sensitivity: no floor, no cap, no evidence asked for')
    .addHelpText('after', REPLAY_HELP);
}

const REPLAY_HELP = `
A line:    {"id":7,"bucketSeconds":30,"before":[1,0,2],"after":[4,5,null]}, oldest bucket first, null where data are missing;
           and, where known, "exposureRatio":1, "control":{"after":[3,1,2],"exposureRatio":0.05}
Its verdict: {"id":7,"verdict":"rollback","at":90,"reasons":["early-rollback"]}; at is seconds after the release,
           id is the number of the line where none is given

Exit codes: 0 all were judged, 2 some could not be (they are told on stderr), 130 / 143 interrupted`;

const EXIT_CODES_HELP = `
Exit codes: 0 pass, 10 rollback, 20 inconclusive, 2 usage, 3 the source failed, 70 a bug, 130 / 143 interrupted`;
