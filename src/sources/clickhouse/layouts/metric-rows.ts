import { UserError } from '../../../errors.js';
import { anyOf, isOneOf } from '../sql.js';
import type { Attributes } from './attributes.js';
import { valuesByKey, type Layout } from './layout.js';
import { speltLevels } from './level-text.js';
import type { MetricNames, Place } from './metric-names.js';

/** How a table of counters tells what a row is about. */
export interface MetricRows {
  /** The metric's name, as SQL. */
  readonly name: string;
  readonly names: MetricNames;
  /** The tags of a row; null where it has none. */
  readonly tags: Attributes | null;
  /** The tags among which the level is; all of them where absent. */
  readonly levelTags?: Attributes;
  /** The service as a column of its own, for names that have no place for it; null where there is none. */
  readonly serviceColumn: string | null;
}

/** Short selector keys by what they stand for, and the tags that usually carry it where the template names none. */
const USUAL = {
  HOST: {
    keys: ['host', 'pod', 'instance'],
    tags: ['host.name', 'k8s.pod.name', 'host', 'hostname', 'pod', 'instance'],
  },
  VERSION: { keys: ['version'], tags: ['service.version', 'version', 'release'] },
  ENV: { keys: ['env'], tags: ['deployment.environment.name', 'deployment.environment', 'env', 'environment'] },
} as const satisfies Partial<Record<Place, { keys: readonly string[]; tags: readonly string[] }>>;

type Told = Pick<
  Layout,
  | 'levelText'
  | 'errors'
  | 'saidLevel'
  | 'severityOf'
  | 'ofService'
  | 'serviceName'
  | 'instanceName'
  | 'versionName'
  | 'selected'
  | 'message'
  | 'exceptionType'
>;

/** The parts of a layout that follow from the names and the tags of metrics. */
export function toldByMetric({ name, names, tags, levelTags, serviceColumn }: MetricRows): Told {
  const textOfTag = (tag: string, among = tags) => (among === null ? "''" : `toString(${among.text(tag)})`);
  /** What stands for this in a row, as a String that is empty where nothing does; null where no row can say it. */
  const told = (place: Place): string | null => {
    const tag = names.tags[place];
    return tag === undefined ? names.part(name, place) : textOfTag(tag, place === 'LEVEL' ? (levelTags ?? tags) : tags);
  };
  const toldOrUsual = (place: keyof typeof USUAL): string | null =>
    told(place) ??
    (tags === null
      ? null
      : `coalesce(${USUAL[place].tags.map((tag) => `nullIf(${textOfTag(tag)}, '')`).join(', ')}, '')`);
  const level = told('LEVEL') ?? "''";
  const service = told('SERVICE') ?? serviceColumn;

  function valueOf(key: string): string {
    const place = (['HOST', 'VERSION', 'ENV'] as const).find((one) => USUAL[one].keys.some((short) => short === key));
    const value = place === undefined ? null : toldOrUsual(place);
    if (value !== null) return value;
    throw new UserError(
      `--canary knows no key ${JSON.stringify(key)} in this table`,
      `Use a place of --metric (HOST, VERSION, ENV)${tags === null ? '' : ', or attr:NAME for any tag'}.`,
    );
  }

  return {
    message: null,
    exceptionType: null,
    levelText: level,
    ...speltLevels(level),
    ofService(wanted, binder) {
      const isNamed = names.isOf(name, wanted, binder);
      const isInName = names.part(name, 'SERVICE') !== null;
      return isInName || service === null
        ? isNamed
        : `${service} = ${binder.bind('service', 'String', wanted)} AND ${isNamed}`;
    },
    serviceName: service,
    instanceName: toldOrUsual('HOST'),
    versionName: toldOrUsual('VERSION'),
    selected: (selectors, binder) =>
      valuesByKey(selectors)
        .map(([key, values]) => {
          const isAttribute = key.startsWith('attr:') && tags !== null;
          const value = isAttribute ? `toString(${tags.text(key.slice('attr:'.length), binder)})` : valueOf(key);
          // A missing tag reads as '', which is nobody's value.
          return `(${value} != '' AND ${anyOf([isOneOf(value, 'selected', values, binder)])})`;
        })
        .join(' AND '),
  };
}
