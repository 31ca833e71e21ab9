import {
  jsonAttributes,
  mapAttributes,
  firstOf,
  OTEL_INSTANCE,
  OTEL_KEYS,
  selectedByAttributes,
} from './attributes.js';
import { typeOf, type TableFacts } from './facts.js';
import { duringByKeys, keyConditions } from './keys.js';
import type { LayoutKind } from './kind.js';
import type { Layout } from './layout.js';
import { hasNeeds, requireNeeds, type Needs } from './needs.js';
import { severityLevels } from './severity.js';
import { timeExpressions, timeKindOf } from './times.js';

/** What the layout needs, by name and type. */
const NEEDS: Needs = {
  Timestamp: /^DateTime/,
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
  recognise: (facts) =>
    hasNeeds(facts, NEEDS)
      ? [`has the columns of the OpenTelemetry Collector: ${Object.keys(NEEDS).join(', ')}`]
      : null,
  open({ from, facts }) {
    requireNeeds(otelLogs, facts, NEEDS);
    return { layout: otelLogsLayout(from, facts), isSettled: true };
  },
  assume: ({ from }) => otelLogsLayout(from, SINCE_0_151),
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
    ...severityLevels(facts, 'SeverityNumber', 'SeverityText'),
    ofService: (service, binder) => `ServiceName = ${binder.bind('service', 'String', service)}`,
    selected: (selectors, binder) => selectedByAttributes({ short: OTEL_KEYS, resource, line }, selectors, binder),
  };
}
