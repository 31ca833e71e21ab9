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
 * A file of alerting rules: errors over median × sensitivity, and a service that counts no line any more. The median is one of
 * sums over the same time, and ends before that time begins.
 *
 * @throws UserError where the template names no Prometheus counter.
 */
export function prometheusRules(subject: PrometheusSubject): string {
  const { service, sensitivity, waitSeconds, beforeSeconds } = subject;
  const { name, levelLabel, serviceLabel } = countersOf(subject);
  const ofService =
    service === null || serviceLabel === undefined ? [] : [`${serviceLabel}=${JSON.stringify(service)}`];
  const isError = `${levelLabel}=~"(?i:${spellingsAtOrAbove(subject.level).join('|')})"`;
  const wait = shortDuration(waitSeconds, 'm');
  const by = serviceLabel === undefined ? '' : ` by (${serviceLabel})`;
  const errors = `sum${by} (increase(${name}{${[...ofService, isError].join(',')}}[${wait}]))`;
  const usual = `quantile_over_time(0.5, ${errors}[${shortDuration(beforeSeconds, 'm')}:${STEP}] offset ${wait})`;
  const who = service ?? (serviceLabel === undefined ? 'A service' : `{{ $labels.${serviceLabel} }}`);
  const overLimit = {
    alert: 'ErrorsOverUsual',
    expr: `${errors}\n  > ${sensitivity} * ${usual}\nand ${errors}\n  >= ${FEWEST_ERRORS}\n`,
    for: '1m',
    keep_firing_for: '5m',
    labels: { severity: 'critical' },
    annotations: {
      summary: `${who}: more than ${sensitivity} times the usual errors`,
      description: `{{ $value | printf "%.0f" }} errors in ${wait}, over ${sensitivity} times the median of the ${shortDuration(beforeSeconds, 'm')} before.`,
      ...helpOf(subject),
    },
  };
  const selector = `${name}${ofService.length === 0 ? '' : `{${ofService.join(',')}}`}`;
  const silent = {
    alert: 'NoLogLines',
    expr: `absent_over_time(${selector}[10m])`,
    labels: { severity: 'warning' },
    annotations: {
      summary: `${service ?? 'Nobody'}: no counter of log lines for 10 minutes`,
      description: 'Without lines of any level, no errors mean nothing.',
      ...helpOf(subject),
    },
  };
  return stringify({ groups: [{ name: 'canary-verdict', rules: [overLimit, silent] }] }, { lineWidth: 0 });
}

function helpOf(subject: PrometheusSubject) {
  return subject.runbookUrl === null ? { runbook: whatToDo(subject) } : { runbook_url: subject.runbookUrl };
}

function countersOf({ metric }: PrometheusSubject) {
  const [name = ''] = metric.split('?', 1);
  const { tags } = metricNames(metric);
  const labels = [tags.LEVEL, tags.SERVICE].filter((label) => label !== undefined);
  if (
    /^[A-Za-z_:][\w:]*$/.test(name) &&
    tags.LEVEL !== undefined &&
    labels.every((label) => /^[A-Za-z_]\w*$/.test(label))
  ) {
    return { name, levelLabel: tags.LEVEL, serviceLabel: tags.SERVICE };
  }
  throw new UserError(
    `--metric ${JSON.stringify(metric)} names no Prometheus counter`,
    `Write --metric like ${EXAMPLE}.`,
  );
}
