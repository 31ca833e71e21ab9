import { Command, CommanderError } from 'commander';
import { disownReports, judge } from './commands/judge.js';
import { settingsOfFlags, type RawFlags } from './config/settings.js';
import { UserError } from './errors.js';
import { EXIT_CODE } from './exit-codes.js';
import { collectFlags } from './flags/collect.js';
import { configFlags } from './flags/config.js';
import { dashboardFlags } from './flags/dashboard.js';
import { demoFlags } from './flags/demo.js';
import { doctorFlags } from './flags/doctor.js';
import { explainFlags } from './flags/explain.js';
import { initFlags } from './flags/init.js';
import { judgeFlags } from './flags/judge.js';
import { replayFlags } from './flags/replay.js';
import { schemaFlags } from './flags/schema.js';
import { watchFlags } from './flags/watch.js';
import { version } from './version.js';
import type { World } from './world.js';

/** Puts a command's flags on it. */
type Flags = (command: Command) => Command;

/** What runs where no command is named. */
const DEFAULT_COMMAND = 'judge';

/** What asks for a page that names the flags or arguments of all commands. */
const HELP = ['help', '--help', '-h'];

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

  // Flags are put on the commands that are named alone: to make hundreds of them at each start takes longer than to judge.
  const needsAll = HELP.some((word) => words.includes(word));
  const command = (name: string, description: string, flags: Flags) => {
    const added = program.command(name, { isDefault: name === DEFAULT_COMMAND }).description(description);
    return needsAll || name === DEFAULT_COMMAND || words.includes(name) ? flags(added) : added;
  };

  const judging = command('judge', 'judge one release and exit with the verdict', judgeFlags);
  judging.action(async (flags: RawFlags) => {
    code = await judge(flags, world, signal);
  });
  command('replay', 'judge recorded series, one JSON object a line, and write a verdict a line', replayFlags).action(
    async (file: string, flags: RawFlags) => {
      const { replay } = await import('./commands/replay.js');
      code = await replay(file, flags, world, signal);
    },
  );
  command('demo', 'make two hours of logs of three services and judge a release of each', demoFlags).action(
    async (flags: RawFlags) => {
      const { demo } = await import('./commands/demo.js');
      code = await demo(flags, world, signal);
    },
  );
  command('explain', 'say what a code in a report means and what to do about it', explainFlags).action(
    async (codes: readonly string[], flags: RawFlags) => {
      const { explainCodes } = await import('./commands/explain.js');
      explainCodes(codes, flags, world);
    },
  );
  command('collect', 'add up StatsD counters of log lines and write them to ClickHouse', collectFlags).action(
    async (flags: RawFlags) => {
      const { collect } = await import('./commands/collect.js');
      code = await collect(flags, world, signal);
    },
  );
  command('watch', 'look at a service between releases, and tell when its errors rise or recover', watchFlags).action(
    async (flags: RawFlags) => {
      const { watch } = await import('./commands/watch.js');
      code = await watch(flags, world, signal);
    },
  );
  command('dashboard', 'write dashboards and alerts of the same rule, as code', (added) =>
    dashboardFlags(added, async (kind, flags) => {
      const { dashboardGrafana, dashboardMoira, dashboardPrometheus } = await import('./commands/dashboard.js');
      if (kind === 'grafana') code = await dashboardGrafana(flags, world, signal);
      else code = await (kind === 'moira' ? dashboardMoira : dashboardPrometheus)(flags, world);
    }),
  );
  command('init', 'find the log table and the service, and write a first canary-verdict.yaml', initFlags).action(
    async (flags: RawFlags) => {
      const { init } = await import('./commands/init.js');
      code = await init(flags, world, signal);
    },
  );
  command('config', 'print what holds for a service, and where each value came from', configFlags).action(
    async (flags: RawFlags) => {
      const { config } = await import('./commands/config.js');
      code = config(flags, world);
    },
  );
  command(
    'doctor',
    'look for what is wrong between here and the logs, and say how to put it right',
    doctorFlags,
  ).action(async (flags: RawFlags) => {
    const { doctor } = await import('./commands/doctor.js');
    code = await doctor(flags, world, signal);
  });
  command('schema', 'print a JSON Schema', schemaFlags).action(async (name: string) => {
    const { schemaText } = await import('./commands/schema.js');
    world.stdout.write(schemaText(name));
  });

  try {
    await program.parseAsync([...words], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODE.pass;
    const told = error instanceof CommanderError ? usageError(error, words) : error;
    const isJudging = program.commands.every((other) => other === judging || !words.includes(other.name()));
    // By its flags as far as they could be read.
    if (told instanceof UserError && isJudging) {
      await disownReports({ settings: settingsOfFlags(judging.opts()), reports: {} }, world, signal);
    }
    throw told;
  }
}

function usageError(error: CommanderError, words: readonly string[]): UserError {
  if (error.code === 'commander.help' && words[0] !== 'help') {
    const command = words.find((word) => !word.startsWith('-')) ?? '';
    return new UserError(
      `${command} alone does nothing`,
      `See canary-verdict help ${command} for what can stand behind it.`,
      { cause: error },
    );
  }
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
