import type { Command } from 'commander';
import { accessFlags } from './access.js';
import type { RawFlags } from '../config/settings.js';
import { repeat } from './repeat.js';

/** Runs one of the commands below `dashboard`. */
type Run = (command: 'grafana' | 'moira' | 'prometheus', flags: RawFlags) => Promise<void>;

/** The flags of `dashboard grafana`, `dashboard moira` and `dashboard prometheus`. */
export function dashboardFlags(dashboard: Command, run: Run): Command {
  const grafana = common(dashboard.command('grafana').description('a Grafana dashboard over the log table'))
    .option('--view <name>', 'release or daily (default: release)')
    .option('--wait <duration>', 'how long after the release it is judged (default: 5m)')
    .option('--bucket <duration>', 'width of one count (default: 30s)')
    .option('--plain', 'bare median × sensitivity, without the floor of quiet services')
    .option('--no-plain', 'with that floor, where the configuration file says plain')
    .option('--canary <key=value>', 'only these instances; repeatable', repeat)
    .option('--env <name>', 'only lines of this deployment environment')
    .optionsGroup('Push it to Grafana:')
    .option('--import <url>', 'address of Grafana; its token comes from GRAFANA_TOKEN')
    .option('--token-file <file>', 'file that holds the token')
    .option('--folder <uid>', 'folder of the dashboard')
    .optionsGroup('The table:');
  tableFlags(grafana).action((flags: RawFlags) => run('grafana', flags));
  common(dashboard.command('moira').description('a Moira trigger over counters'))
    .option('--metric <template>', 'how the names of counters are made (default: SERVICE.logs.LEVEL)')
    .option('--metrics-ttl <duration>', 'how long Moira keeps what it receives (default: 1h)')
    .action((flags: RawFlags) => run('moira', flags));
  common(dashboard.command('prometheus').description('Prometheus alerting rules over counters'))
    .option('--metric <template>', 'the counter and its labels (default: logs_total?service=SERVICE&level=LEVEL)')
    .option('--wait <duration>', 'over how long errors are added up (default: 5m)')
    .action((flags: RawFlags) => run('prometheus', flags));
  return dashboard;
}

function common(command: Command): Command {
  return command
    .option('--service <name>', 'the service; without it the dashboard lets one choose')
    .option('--level <level>', 'count this level or worse (default: ERROR)')
    .option('--sensitivity <factor>', 'how many times the median is too much (default: 2)')
    .option('--before <duration>', 'how long before to compare with (default: 30m)')
    .option('--out <file>', 'write it there instead of to stdout')
    .option('--config <file>', 'the configuration file (default: canary-verdict.yaml here or above)')
    .option('--no-config', 'read no configuration file');
}

function tableFlags(command: Command): Command {
  command
    .option('--url <url>', 'ask the table: http(s)://HOST:8123 or chdb:PATH (default: CLICKHOUSE_URL)')
    .option('--layout <name>', 'layout of the table; with it no server is needed')
    .option('--database <name>', 'database of the table (default: CLICKHOUSE_DATABASE)')
    .option('--table <name>', 'log table (default: otel_logs)')
    .option('--columns <names>', 'columns by meaning: time=ts,level=severity,service=app,host=pod')
    .option('--metric <template>', 'how the names of counters are made (default: SERVICE.logs.LEVEL)');
  return accessFlags(command)
    .option('--connection <name>', 'a connection of the configuration file')
    .option('--timeout <duration>', 'deadline for looking at the table (default: 2m)');
}
