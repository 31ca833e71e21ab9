import type { Command } from 'commander';
import { repeat } from './repeat.js';

/** What a judgement is told by flags or by the configuration file: where to ask, whom to judge and how. */
export function settingFlags(command: Command): Command {
  return (
    command
      .optionsGroup('What to judge:')
      .option('--service <name>', 'the service, as it stands in the logs')
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
      .option('--no-plain', 'with evidence, where the configuration file says plain')
      .optionsGroup('What errors say:')
      .option('--signatures <mode>', 'off, explain, or judge: a new error may roll back (default: judge)')
      .option('--look-back <duration>', 'how long before both windows an error is known from; 0 for not (default: 24h)')
      .option('--allow <pattern>', 'an error that is known and harmless, * standing for anything; repeatable', repeat)
      // Alone, a flag that says no would make its yes a value that was given, before any in a file.
      .option('--samples', 'read and tell log messages, where the configuration file says not to')
      .option('--no-samples', 'read and tell no log messages')
      .optionsGroup('Source, one of:')
      .option('--url <url>', 'http(s)://HOST:8123 or chdb:PATH (default: CLICKHOUSE_URL, then CLICKHOUSE_HOST)')
  );
}
