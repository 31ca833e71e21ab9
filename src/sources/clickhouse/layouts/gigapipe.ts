import type { Interval } from '../../../core/window.js';
import { UserError } from '../../../errors.js';
import { isOneOf, quoteTable, type Binder, type TableName } from '../sql.js';
import { onlyColumns, typeOf, type TableFacts } from './facts.js';
import { duringByKeys, keyConditions } from './keys.js';
import type { LayoutKind } from './kind.js';
import { valuesByKey, type Layout } from './layout.js';
import { levelsInColumn } from './level-column.js';
import { hasNeeds, requireNeeds, type Needs } from './needs.js';
import { timeExpressions } from './times.js';

const NEEDS: Needs = {
  fingerprint: /^UInt64$/,
  timestamp_ns: /^Int64$/,
  string: /^String$/,
  value: /^Float64$/,
};

/** gigapipe, once called qryn: lines carry a fingerprint alone, and what wrote them stands in labels of another table. */
export const gigapipe: LayoutKind = {
  name: 'gigapipe',
  title: 'gigapipe, qryn',
  usualTable: 'samples_v3',
  recognise: (facts) =>
    hasNeeds(facts, NEEDS) ? ['has fingerprints of label sets, as gigapipe and qryn write them'] : null,
  open({ from, facts, table }) {
    requireNeeds(gigapipe, facts, NEEDS);
    return { layout: gigapipeLayout(from, facts, table), isSettled: true };
  },
  assume: ({ from, table }) => gigapipeLayout(from, onlyColumns([{ name: 'type', type: 'UInt8' }]), table),
};

/** Labels by what they mean, the likeliest first; newer writers add `service_name` to every series. */
const LABELS = {
  service: ['service_name', 'service', 'app', 'application', 'app_kubernetes_io_name', 'container', 'job'],
  level: ['level', 'detected_level', 'severity', 'severity_text', 'log_level', 'loglevel', 'lvl'],
  instance: ['pod', 'k8s_pod_name', 'pod_name', 'host', 'hostname', 'host_name', 'instance', 'service_instance_id'],
  version: ['version', 'service_version', 'app_version', 'app_kubernetes_io_version'],
} as const;

/** Labels by the short key of a selector. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  host: ['host', 'hostname', 'host_name', 'node', 'node_name'],
  pod: ['pod', 'k8s_pod_name', 'pod_name'],
  instance: ['instance', 'service_instance_id'],
  version: LABELS.version,
  env: ['env', 'environment', 'deployment_environment_name', 'deployment_environment'],
};

/** What the labels of a series say of its level, as a column of its rows. */
const SERIES_LEVEL = 'series_level';

/** Rows of series that hold numbers and no lines. */
const METRIC = 2;

function gigapipeLayout(from: Layout['from'], facts: TableFacts, table: TableName): Layout {
  const time = timeExpressions('timestamp_ns', { kind: 'epoch', unit: 'ns', number: 'Int' });
  const during = duringByKeys(time, keyConditions(facts, 'timestamp_ns'));
  const hasType = typeOf(facts, 'type') !== undefined;
  const labels = quoteTable(labelTable(table, facts));
  // GLOBAL, because a subquery on another Distributed table would be asked by every shard of every shard.
  const among = (series: string) => `fingerprint GLOBAL IN (${series})`;
  const onLabel = levelsInColumn('level', { text: likeliest(LABELS.level) });
  const onLine = levelsInColumn('level', { text: SERIES_LEVEL });
  return {
    name: gigapipe.name,
    // One look at the labels for the level of every series: a set of fingerprints for each level would be one each.
    from: (binder, span) => `${from(binder, span)}
  GLOBAL ANY LEFT JOIN (
    SELECT fingerprint, ${onLabel.saidLevel(binder, span)} AS ${SERIES_LEVEL} FROM ${labels}
    WHERE ${onDays(span, binder)} AND ${isKey(LABELS.level)}
    GROUP BY fingerprint
  ) AS levels USING (fingerprint)`,
    definitions: time.definitions,
    mayHaveBadTimes: false,
    weight: null,
    during: (span, binder) => `${during(span, binder)}${hasType ? ` AND type != ${METRIC}` : ''}`,
    serviceName: labelOf(labels, LABELS.service),
    instanceName: labelOf(labels, LABELS.instance),
    versionName: labelOf(labels, LABELS.version),
    message: 'string',
    exceptionType: null,
    ...onLine,
    saidLevel: () => SERIES_LEVEL,
    ofService(service, binder, span) {
      const isService = `val = ${binder.bind('service', 'String', service)}`;
      return among(
        `SELECT fingerprint FROM ${labels} WHERE ${onDays(span, binder)} AND ${isKey(LABELS.service)} AND ${isService}`,
      );
    },
    selected: (selectors, binder, span) =>
      valuesByKey(selectors)
        .map(([key, values]) => {
          // An empty label is no label, whatever stands in the pattern.
          const matches = [isLabel(key, binder), "val != ''", isOneOf('val', 'label', values, binder)].join(' AND ');
          return among(`SELECT fingerprint FROM ${labels} WHERE ${onDays(span, binder)} AND ${matches}`);
        })
        .join(' AND '),
  };
}

/** The table with a row for each label of each series and day. */
function labelTable({ table, ...inDatabase }: TableName, { isSpread }: TableFacts): TableName {
  const isDistributed = isSpread || table.endsWith('_dist');
  return { ...inDatabase, table: isDistributed ? 'time_series_gin_dist' : 'time_series_gin' };
}

/** Series are written down once for each day in UTC on which they have a line. */
function onDays({ fromMs, toMs }: Interval, binder: Binder): string {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return `date BETWEEN ${binder.bind('firstDay', 'String', day(fromMs))} AND ${binder.bind('lastDay', 'String', day(toMs))}`;
}

function isKey(names: readonly string[]): string {
  return `key IN (${names.map((name) => `'${name}'`).join(', ')})`;
}

/** A selector's labels; `attr:NAME` names any, in which everything but letters, digits and `_` becomes a `_`. */
function isLabel(key: string, binder: Binder): string {
  if (Object.hasOwn(KEYS, key)) return isKey(KEYS[key] ?? []);
  if (key.startsWith('attr:')) {
    const name = key.slice('attr:'.length);
    const plain = name.replaceAll(/[^\w]/g, '_');
    return `key IN ${binder.bind('labelName', 'Array(String)', plain === name ? [name] : [name, plain])}`;
  }
  throw new UserError(
    `--canary knows no key ${JSON.stringify(key)} in this table`,
    `Use one of ${Object.keys(KEYS).join(', ')}, or attr:NAME for any label.`,
  );
}

/** The value of the first of these labels that a series carries, of all its rows in a group. */
function likeliest(names: readonly string[]): string {
  return `argMin(val, indexOf([${names.map((name) => `'${name}'`).join(', ')}], key))`;
}

/**
 * A label of the series of a row. Looked up in all that are written down, of all days: it is asked to find the versions
 * and the other services, not in a judgement.
 */
function labelOf(labels: string, names: readonly string[]): string {
  const series = `(SELECT (groupArray(fingerprint), groupArray(label)) FROM (SELECT fingerprint, ${likeliest(names)} AS label FROM ${labels} WHERE ${isKey(names)} GROUP BY fingerprint))`;
  return `transform(fingerprint, ${series}.1, ${series}.2, '')`;
}
