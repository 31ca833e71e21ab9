import type { Command } from 'commander';
import { WATCH_DEFAULTS } from '../core/watch/defaults.js';
import { repeat } from './repeat.js';
import { tableFlags } from './table.js';

/** The flags of `watch`. */
export function watchFlags(command: Command): Command {
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
