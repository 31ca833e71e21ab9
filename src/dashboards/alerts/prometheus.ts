import { stringify } from 'yaml';
import { spellingsAtOrAbove } from '../../core/levels.js';
import { UserError } from '../../errors.js';
import { metricNames } from '../../sources/clickhouse/layouts/metric-names.js';
import { FEWEST_ERRORS, shortDuration, whatToDo, type AlertSubject } from './subject.js';

export interface PrometheusSubject extends AlertSubject {
  /** Null for every service that the counters name, each on its own. */
  readonly service: string | null;
  /** The counter and its labels, such as `logs_total?service=SERVICE&level=LEVEL`. */
  readonly metric: string;
  /** Over how long errors are added up: what a release is judged by. */
  readonly waitSeconds: number;
}

const EXAMPLE = 'logs_total?service=SERVICE&level=LEVEL';
const STEP = '30s';

/**
 * A file of alerting rules, a group for each subject: errors over median × sensitivity, and a service whose counters are gone. The
 * median is one of sums over the same time, and ends before that time begins.
 *
 * @throws UserError where a template names no Prometheus counter.
 */
export function prometheusRules(subjects: readonly PrometheusSubject[]): string {
  const groups = subjects.map((subject) => {
    const name = subject.service === null ? 'canary-verdict' : `canary-verdict ${subject.service}`;
    const counters = countersOf(subject);
    return { name, rules: [overUsual(subject, counters), silent(subject, counters)] };
  });
  return stringify({ groups }, { lineWidth: 0 });
}

function overUsual(subject: PrometheusSubject, { name, ofService, by, levelLabel, who, labels }: Counters) {
  const { sensitivity, waitSeconds, beforeSeconds } = subject;
  const isError = `${levelLabel}=~"(?i:${spellingsAtOrAbove(subject.level).join('|')})"`;
  const [wait, before] = [shortDuration(waitSeconds, 'm'), shortDuration(beforeSeconds, 'm')];
  const counted = (matchers: readonly string[]) => `sum${by} (increase(${name}{${matchers.join(',')}}[${wait}]))`;
  const errors = counted([...ofService, isError]);
  // Most clients make the counter of a level with its first line: until then lines of any level say that errors are zero.
  const known = `(${errors} or 0 * ${counted(ofService)})`;
  return {
    alert: 'ErrorsOverUsual',
    expr: `${errors}\n  > ${sensitivity} * quantile_over_time(0.5, ${known}[${before}:${STEP}] offset ${wait})\nand ${errors}\n  >= ${FEWEST_ERRORS}\n`,
    for: '1m',
    keep_firing_for: '5m',
    labels: { severity: 'critical', ...labels },
    annotations: {
      summary: `${who}: more than ${sensitivity} times the usual errors`,
      description: `{{ $value | printf "%.0f" }} errors in ${wait}, over ${sensitivity} times the median of the ${before} before.`,
      ...helpOf(subject),
    },
  };
}

/** Where services are told apart, one is missed for an hour; a named one, or all together, for as long as they are away. */
function silent(subject: PrometheusSubject, { name, ofService, by, who, labels }: Counters) {
  const selector = `${name}${ofService.length === 0 ? '' : `{${ofService.join(',')}}`}`;
  const isMissing = `count${by} (count_over_time(${selector}[1h])) unless count${by} (count_over_time(${selector}[10m]))`;
  const isNobodyThere = `absent_over_time(${selector}[10m])`;
  return {
    alert: 'NoLogLines',
    expr: ofService.length > 0 || by === '' ? isNobodyThere : `${isMissing}\nor ${isNobodyThere}\n`,
    labels: { severity: 'warning', ...labels },
    annotations: {
      summary: `${who}: no counter of log lines for 10 minutes`,
      description: 'Without lines of any level, no errors mean nothing.',
      ...helpOf(subject),
    },
  };
}

function helpOf(subject: PrometheusSubject) {
  return subject.runbookUrl === null ? { runbook: whatToDo(subject) } : { runbook_url: subject.runbookUrl };
}

/** How the counters of a subject are asked for, and what its service is called in a text. */
interface Counters {
  readonly name: string;
  readonly levelLabel: string;
  /** What selects the service; empty for all. */
  readonly ofService: readonly string[];
  /** What tells services apart, with a space before it; empty where no label does. */
  readonly by: string;
  readonly who: string;
  /** What tells the rules of one service from those of another. */
  readonly labels: Readonly<Record<string, string>>;
}

function countersOf({ metric, service }: PrometheusSubject): Counters {
  const [name = ''] = metric.split('?', 1);
  const { LEVEL: levelLabel, SERVICE: label } = metricNames(metric).tags;
  const isLabel = (one: string) => /^[A-Za-z_]\w*$/.test(one);
  if (!/^[A-Za-z_:][\w:]*$/.test(name) || levelLabel === undefined || ![levelLabel, label ?? '_'].every(isLabel)) {
    throw new UserError(
      `--metric ${JSON.stringify(metric)} names no Prometheus counter`,
      `Write --metric like ${EXAMPLE}.`,
    );
  }
  const by = label === undefined ? '' : ` by (${label})`;
  const ofService = service === null || label === undefined ? [] : [`${label}=${JSON.stringify(service)}`];
  const anyone = label === undefined ? 'A service' : `{{ or $labels.${label} "Nobody" }}`;
  // Texts are templates of Go.
  const named = service?.replaceAll('{{', '{{ "{{" }}');
  return {
    name,
    levelLabel,
    ofService,
    by,
    who: named ?? anyone,
    labels: named === undefined ? {} : { service: named },
  };
}
