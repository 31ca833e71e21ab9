import { LEVELS } from '../../core/levels.js';
import { UserError } from '../../errors.js';
import { metricNames } from '../../sources/clickhouse/layouts/metric-names.js';
import { FEWEST_ERRORS, shortDuration, whatToDo, type AlertSubject } from './subject.js';

/** What `PUT /api/trigger` of Moira takes: https://moira.readthedocs.io/en/latest/user_guide/advanced.html */
export interface MoiraTrigger {
  readonly id: string;
  readonly name: string;
  readonly desc: string;
  readonly targets: readonly string[];
  readonly trigger_type: 'expression';
  readonly expression: string;
  readonly warn_value: null;
  readonly error_value: null;
  readonly tags: readonly string[];
  /** Seconds without data after which the state is `ttl_state`. */
  readonly ttl: number;
  readonly ttl_state: 'NODATA';
  readonly trigger_source: 'graphite_local';
  readonly cluster_id: 'default';
  /** Targets with one series, whatever the name of the series in the others. */
  readonly alone_metrics: Readonly<Record<string, boolean>>;
  readonly mute_new_metrics: boolean;
}

export interface MoiraSubject extends AlertSubject {
  readonly service: string;
  /** How the names of the counters are made, such as `SERVICE.logs.LEVEL`. */
  readonly metric: string;
  /** How long Moira keeps what it receives. */
  readonly metricsTtlSeconds: number;
}

/** Moira's own default for new triggers. */
const SILENCE_SECONDS = 600;

/**
 * The trigger that compares the errors of each interval with their moving median × sensitivity. The comparison is `>`, as in a
 * judgement; Moira's "rising" would be `>=`. Zero errors count as zero where lines of any level were counted, and as no data
 * where nobody spoke: adding the lines times zero does that.
 *
 * @throws UserError for names that Graphite cannot say, and for a median over more than Moira keeps.
 */
export function moiraTrigger(subject: MoiraSubject): MoiraTrigger {
  const { service, sensitivity, beforeSeconds, metricsTtlSeconds } = subject;
  if (beforeSeconds > metricsTtlSeconds) {
    throw new UserError(
      `a median over ${beforeSeconds} s needs more than Moira keeps, ${metricsTtlSeconds} s`,
      'Give a shorter --before, or --metrics-ttl where Moira is set to keep metrics for longer.',
    );
  }
  const levels = LEVELS.slice(LEVELS.indexOf(subject.level));
  const errors = `sumSeries(${nameOf(subject, braces(levels))},scale(${nameOf(subject, '*')},0))`;
  const usual = `movingMedian(${errors},'${shortDuration(beforeSeconds, 'min')}')`;
  return {
    id: `canary-verdict-${service.replaceAll(/[^\w.~-]/g, '_')}`,
    name: `${service}: errors over ${sensitivity} × the usual`,
    desc: `More than ${sensitivity} times the median of the last ${Math.round(beforeSeconds / 60)} minutes, and at least ${FEWEST_ERRORS} in an interval. NODATA: not a single line for ${SILENCE_SECONDS / 60} minutes. What to do: ${whatToDo(subject)}`,
    targets: [errors, `scale(${usual},${sensitivity})`],
    trigger_type: 'expression',
    expression: `t1 > t2 && t1 >= ${FEWEST_ERRORS} ? ERROR : OK`,
    warn_value: null,
    error_value: null,
    tags: ['canary-verdict', service],
    ttl: SILENCE_SECONDS,
    ttl_state: 'NODATA',
    trigger_source: 'graphite_local',
    cluster_id: 'default',
    alone_metrics: { t2: true },
    mute_new_metrics: true,
  };
}

/** The pattern of the service's counters of these levels. */
function nameOf({ service, metric }: MoiraSubject, levels: string): string {
  if (metricNames(metric).tags.LEVEL !== undefined || metric.includes('?')) {
    throw new UserError(
      '--metric has tags, and the trigger needs names with dots',
      'Write --metric like SERVICE.logs.LEVEL.',
    );
  }
  if (!/^[\w:#%+@~-]+(?:\.[\w:#%+@~-]+)*$/.test(service)) {
    throw new UserError(
      `a Graphite name has no room for the service ${JSON.stringify(service)}`,
      'Give --service as it stands in the names of the counters.',
    );
  }
  return metric
    .split('.')
    .map((part) => {
      if (part === 'SERVICE') return service;
      if (part === 'LEVEL') return levels;
      return ['HOST', 'VERSION', 'ENV'].includes(part) ? '*' : part;
    })
    .join('.');
}

function braces(levels: readonly string[]): string {
  return levels.length === 1 ? (levels[0] ?? '') : `{${levels.join(',')}}`;
}
