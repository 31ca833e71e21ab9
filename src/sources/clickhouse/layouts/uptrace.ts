import { quoteIdentifier } from '../sql.js';
import { boundName, firstOf, selectedByAttributes, type Attributes, type KeyPlaces } from './attributes.js';
import { typeOf, type TableFacts } from './facts.js';
import { duringByKeys, keyConditions } from './keys.js';
import type { LayoutKind } from './kind.js';
import type { Layout } from './layout.js';
import { speltLevels } from './level-text.js';
import { hasNeeds, requireNeeds, type Needs } from './needs.js';
import { timeExpressions, timeKindOf } from './times.js';

const NEEDS: Needs = {
  project_id: /^U?Int\d+$/,
  system: /String/,
  group_id: /^U?Int64$/,
  time: /^DateTime/,
  service_name: /String/,
  string_keys: /^Array/,
  string_values: /^Array/,
  log_severity: /String/,
};

/** Uptrace since 2.0: lines in a table of their own, the level in `system`, and how many lines a row stands for in `count`. */
export const uptrace: LayoutKind = {
  name: 'uptrace',
  title: 'Uptrace',
  usualTable: 'logs_index',
  recognise: (facts) =>
    hasNeeds(facts, NEEDS) ? [`has the columns of Uptrace's logs: ${Object.keys(NEEDS).join(', ')}`] : null,
  open({ from, facts }) {
    requireNeeds(uptrace, facts, NEEDS);
    return { layout: uptraceLayout(from, facts), isSettled: true };
  },
  assume: ({ from }) => uptraceLayout(from, SINCE_2_0),
};

const SINCE_2_0: TableFacts = {
  engine: 'MergeTree',
  isSpread: false,
  stores: [],
  columns: Object.entries({ time: 'DateTime', count: 'Float32', host_name: 'String', service_version: 'String' }).map(
    ([name, type]) => ({ name, type }),
  ),
};

/** Attributes by the short key of a selector, as Uptrace spells them. */
const KEYS = {
  host: ['host_name'],
  pod: ['k8s_pod_name'],
  instance: ['service_instance_id'],
  version: ['service_version'],
  env: ['deployment_environment', 'deployment_environment_name'],
} as const satisfies KeyPlaces['short'];

function uptraceLayout(from: Layout['from'], facts: TableFacts): Layout {
  const resource = attributesOf(facts);
  const time = timeExpressions('time', timeKindOf(typeOf(facts, 'time') ?? '', null));
  return {
    name: uptrace.name,
    from,
    definitions: time.definitions,
    mayHaveBadTimes: false,
    // The first generation did not count.
    weight: typeOf(facts, 'count') === undefined ? null : 'count',
    during: duringByKeys(time, keyConditions(facts, 'time')),
    serviceName: 'toString(service_name)',
    instanceName: firstOf(resource, [...KEYS.pod, ...KEYS.host, ...KEYS.instance]),
    versionName: firstOf(resource, KEYS.version),
    message: typeOf(facts, 'log_message') === undefined ? null : 'toString(log_message)',
    exceptionType: typeOf(facts, 'exception_type') === undefined ? null : 'toString(exception_type)',
    levelText: `toString(replaceOne(system, 'log:', ''))`,
    ...speltLevels('system'),
    ofService: (service, binder) => `service_name = ${binder.bind('service', 'String', service)}`,
    selected: (selectors, binder) => selectedByAttributes({ short: KEYS, resource, line: null }, selectors, binder),
  };
}

/** Well-known attributes have columns of their own, the others lie in two arrays; Uptrace writes their names with `_` for a dot. */
function attributesOf(facts: TableFacts): Attributes {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}_]/gu, '_');
  const columnOf = (name: string) => (typeOf(facts, plain(name))?.includes('String') === true ? plain(name) : null);
  return {
    text(name, binder) {
      const column = columnOf(name);
      if (column !== null) return `toString(${quoteIdentifier(column)})`;
      return `string_values[indexOf(string_keys, ${boundName(plain(name), binder)})]`;
    },
    has(name, binder) {
      const column = columnOf(name);
      if (column !== null) return `${quoteIdentifier(column)} != ''`;
      return `has(string_keys, ${boundName(plain(name), binder)})`;
    },
  };
}
