import { Option, type Command } from 'commander';
import { repeat } from './repeat.js';
import { tableFlags } from './table.js';

/** The flags of `doctor`. */
export function doctorFlags(command: Command): Command {
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
