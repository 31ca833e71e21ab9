import { firstOf, mapAttributes, OTEL_INSTANCE, OTEL_KEYS, selectedByAttributes } from './attributes.js';
import { typeOf, type TableFacts } from './facts.js';
import { duringByKeys, keyConditions } from './keys.js';
import type { LayoutKind } from './kind.js';
import type { Layout } from './layout.js';
import { hasNeeds, requireNeeds, type Needs } from './needs.js';
import { severityLevels } from './severity.js';
import { timeExpressions, timeKindOf } from './times.js';

const NEEDS: Needs = {
  team_id: /^U?Int\d+$/,
  timestamp: /^DateTime64/,
  severity_text: /String/,
  severity_number: /^U?Int\d+$/,
  service_name: /String/,
  resource_attributes: /^Map/,
  attributes: /^Map/,
};

/** PostHog's logs. Their table is called anew with each generation (logs32, logs34), with a Distributed one in front. */
export const posthog: LayoutKind = {
  name: 'posthog',
  title: 'PostHog',
  usualTable: 'logs_distributed',
  recognise: (facts) =>
    hasNeeds(facts, NEEDS) ? [`has the columns of PostHog's logs: ${Object.keys(NEEDS).join(', ')}`] : null,
  open({ from, facts }) {
    requireNeeds(posthog, facts, NEEDS);
    return { layout: posthogLayout(from, facts), isSettled: true };
  },
  assume: ({ from }) => posthogLayout(from, LOGS34),
};

/** What the predicate of today's generation follows from. */
const LOGS34: TableFacts = {
  engine: 'Distributed',
  isSpread: true,
  columns: [
    { name: 'time_bucket', type: 'DateTime', defaultExpression: 'toStartOfDay(timestamp)' },
    { name: 'timestamp', type: 'DateTime64(6)' },
  ],
  stores: [{ table: 'logs34', primaryKey: ['team_id', 'time_bucket'], sortingKey: [], partitionKey: [], columns: [] }],
};

function posthogLayout(from: Layout['from'], facts: TableFacts): Layout {
  const resource = mapAttributes('resource_attributes');
  const line = mapAttributes('attributes');
  const time = timeExpressions('timestamp', timeKindOf(typeOf(facts, 'timestamp') ?? '', null));
  return {
    name: posthog.name,
    from,
    definitions: time.definitions,
    mayHaveBadTimes: false,
    weight: null,
    during: duringByKeys(time, keyConditions(facts, 'timestamp')),
    serviceName: 'toString(service_name)',
    instanceName: firstOf(resource, OTEL_INSTANCE),
    versionName: firstOf(resource, OTEL_KEYS.version),
    message: typeOf(facts, 'body') === undefined ? null : 'body',
    exceptionType: firstOf(line, ['exception.type']),
    ...severityLevels(facts, 'severity_number', 'severity_text'),
    ofService: (service, binder) => `service_name = ${binder.bind('service', 'String', service)}`,
    selected: (selectors, binder) => selectedByAttributes({ short: OTEL_KEYS, resource, line }, selectors, binder),
  };
}
