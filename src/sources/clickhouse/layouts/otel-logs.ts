import { SEVERITY_NUMBER } from '../../../core/levels.js';
import {
  jsonAttributes,
  mapAttributes,
  firstOf,
  OTEL_INSTANCE,
  OTEL_KEYS,
  selectedByAttributes,
} from './attributes.js';
import { typeOf, type TableFacts } from './facts.js';
import type { LayoutKind } from './kind.js';
import { duringByKeys, keyConditions } from './keys.js';
import { isSpelt } from './level-text.js';
import type { Layout } from './layout.js';
import { timeExpressions, timeKindOf } from './times.js';

/** What the layout needs, by name and type. */
const NEEDED: Readonly<Record<string, RegExp>> = {
  Timestamp: /^DateTime64/,
  SeverityNumber: /^U?Int\d+$/,
  SeverityText: /String/,
  ServiceName: /String/,
  ResourceAttributes: /^(Map|JSON)/,
  LogAttributes: /^(Map|JSON)/,
};

/**
 * The log table of the OpenTelemetry Collector's clickhouseexporter and of ClickStack, in all its generations: upgrades
 * never alter a table, so that the same columns come under at least four sorting keys, with maps or with JSON.
 */
export const otelLogs: LayoutKind = {
  name: 'otel-logs',
  title: 'OpenTelemetry Collector, ClickStack (HyperDX)',
  usualTable: 'otel_logs',
  recognise: ({ columns }) =>
    Object.entries(NEEDED).every(([name, type]) => type.test(typeOf({ columns }, name) ?? ''))
      ? [`has the columns of the OpenTelemetry Collector: ${Object.keys(NEEDED).join(', ')}`]
      : null,
  open: (table) => ({ layout: otelLogsLayout(table.from, table.facts), isSettled: true }),
  assume: (from) => otelLogsLayout(from, SINCE_0_151),
};

/** As the exporter creates it since version 0.151. */
const SINCE_0_151: TableFacts = {
  engine: 'MergeTree',
  isSpread: false,
  columns: Object.entries({
    Timestamp: 'DateTime64(9)',
    Body: 'String',
    ResourceAttributes: 'Map(LowCardinality(String), String)',
    LogAttributes: 'Map(LowCardinality(String), String)',
  }).map(([name, type]) => ({ name, type })),
  stores: [
    {
      table: 'otel_logs',
      primaryKey: ['toStartOfFiveMinutes(Timestamp)', 'ServiceName', 'Timestamp'],
      sortingKey: ['toStartOfFiveMinutes(Timestamp)', 'ServiceName', 'Timestamp'],
      partitionKey: ['toDate(Timestamp)'],
      columns: [],
    },
  ],
};

function otelLogsLayout(from: Layout['from'], facts: TableFacts): Layout {
  const attributesIn = (column: string) =>
    typeOf(facts, column)?.startsWith('JSON') === true ? jsonAttributes(column) : mapAttributes(column);
  const resource = attributesIn('ResourceAttributes');
  const line = attributesIn('LogAttributes');
  const time = timeExpressions('Timestamp', timeKindOf(typeOf(facts, 'Timestamp') ?? '', null));
  return {
    name: otelLogs.name,
    from,
    definitions: time.definitions,
    mayHaveBadTimes: false,
    weight: null,
    during: duringByKeys(time, keyConditions(facts, 'Timestamp')),
    serviceName: 'toString(ServiceName)',
    instanceName: firstOf(resource, OTEL_INSTANCE),
    versionName: firstOf(resource, OTEL_KEYS.version),
    message: typeOf(facts, 'Body') === undefined ? null : 'toString(Body)',
    exceptionType: firstOf(line, ['exception.type']),
    errors(level, binder) {
      const worse = `SeverityNumber >= ${SEVERITY_NUMBER[level]}`;
      return `(${worse} OR (SeverityNumber = 0 AND ${isSpelt('SeverityText', level, binder)}))`;
    },
    recognised: (binder) =>
      `(SeverityNumber BETWEEN 1 AND 24 OR (SeverityNumber = 0 AND ${isSpelt('SeverityText', 'TRACE', binder)}))`,
    ofService: (service, binder) => `ServiceName = ${binder.bind('service', 'String', service)}`,
    selected: (selectors, binder) => selectedByAttributes({ short: OTEL_KEYS, resource, line }, selectors, binder),
  };
}
