import { SEVERITY_NUMBER } from '../../../core/levels.js';
import { UserError } from '../../../errors.js';
import { anyOf, isOneOf, type Binder } from '../sql.js';
import { isSpelt } from './level-text.js';
import { LINE_MS, valuesByKey, type Column, type Layout } from './layout.js';

/** Resource attributes by the short key of a selector; the first that a line carries counts. */
const RESOURCE_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  host: ['host.name'],
  pod: ['k8s.pod.name'],
  instance: ['service.instance.id'],
  version: ['service.version'],
  env: ['deployment.environment.name', 'deployment.environment'],
};

const ATTRIBUTE = 'attr:';

/** What the layout needs, by name and type. */
const NEEDED: Readonly<Record<string, RegExp>> = {
  Timestamp: /^DateTime64/,
  SeverityNumber: /^U?Int\d+$/,
  SeverityText: /String/,
  ServiceName: /String/,
  ResourceAttributes: /^Map/,
  LogAttributes: /^Map/,
};

/** Whether a table has the columns of the OpenTelemetry Collector's clickhouseexporter. */
export function isOtelLogs(columns: readonly Column[]): boolean {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  return Object.entries(NEEDED).every(([name, type]) => type.test(types.get(name) ?? ''));
}

/**
 * The log table of the OpenTelemetry Collector's clickhouseexporter since 0.151, sorted by
 * (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp).
 */
export function otelLogs(from: Layout['from']): Layout {
  return {
    name: 'otel-logs',
    from,
    definitions: [`toUnixTimestamp64Milli(Timestamp) AS ${LINE_MS}`],
    mayHaveBadTimes: false,
    serviceName: 'toString(ServiceName)',
    instanceName: firstOf(['k8s.pod.name', 'host.name', 'service.instance.id']),
    versionName: firstOf(['service.version']),
    during({ fromMs, toMs }, binder) {
      const first = binder.bind('from', 'Int64', fromMs);
      const end = binder.bind('to', 'Int64', toMs);
      const start = `fromUnixTimestamp64Milli(${first})`;
      const last = `fromUnixTimestamp64Milli(${end} - 1)`;
      // The first part of the sorting key: without it a bare Timestamp reads the whole table.
      const fiveMinutes = `toStartOfFiveMinutes(Timestamp) BETWEEN toStartOfFiveMinutes(${start}) AND toStartOfFiveMinutes(${last})`;
      return `${fiveMinutes} AND Timestamp >= ${start} AND Timestamp < fromUnixTimestamp64Milli(${end})`;
    },
    errors(level, binder) {
      const worse = `SeverityNumber >= ${SEVERITY_NUMBER[level]}`;
      return `(${worse} OR (SeverityNumber = 0 AND ${isSpelt('SeverityText', level, binder)}))`;
    },
    recognised: (binder) =>
      `(SeverityNumber BETWEEN 1 AND 24 OR (SeverityNumber = 0 AND ${isSpelt('SeverityText', 'TRACE', binder)}))`,
    ofService: (service, binder) => `ServiceName = ${binder.bind('service', 'String', service)}`,
    selected: (selectors, binder) =>
      valuesByKey(selectors)
        .map(([key, values]) => matches(key, values, binder))
        .join(' AND '),
  };
}

/** The first of these resource attributes that a line carries. */
function firstOf(attributes: readonly string[]): string {
  const values = attributes.map((attribute) => `nullIf(toString(ResourceAttributes['${attribute}']), '')`);
  return `coalesce(${values.join(', ')}, '')`;
}

function matches(key: string, values: readonly string[], binder: Binder): string {
  const name = nameOfPlace(key);
  if (key.startsWith(ATTRIBUTE)) {
    const attribute = binder.bind(`${name}Key`, 'String', key.slice(ATTRIBUTE.length));
    const inMap = (map: string) =>
      `(mapContains(${map}, ${attribute}) AND ${isOneOf(`${map}[${attribute}]`, name, values, binder)})`;
    // A line's own attribute speaks only where the resource has none of that name.
    return `(${inMap('ResourceAttributes')} OR (NOT mapContains(ResourceAttributes, ${attribute}) AND ${inMap('LogAttributes')}))`;
  }
  const attributes = RESOURCE_ATTRIBUTES[key];
  if (attributes === undefined) {
    throw new UserError(
      `--canary knows no key ${JSON.stringify(key)} in this table`,
      `Use one of ${Object.keys(RESOURCE_ATTRIBUTES).join(', ')}, or attr:NAME for any resource or log attribute.`,
    );
  }
  // A missing key reads as '', which is nobody's value.
  const present = values.some((value) => /^\**$/.test(value))
    ? (attribute: string) => `mapContains(ResourceAttributes, '${attribute}') AND `
    : () => '';
  return anyOf(
    attributes.map(
      (attribute) => `${present(attribute)}${isOneOf(`ResourceAttributes['${attribute}']`, name, values, binder)}`,
    ),
  );
}

function nameOfPlace(key: string): string {
  return key.startsWith(ATTRIBUTE) ? 'attr' : key;
}
