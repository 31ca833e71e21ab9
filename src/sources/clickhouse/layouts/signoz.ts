import { quoteIdentifier, quoteTable, isOneOf, type Binder, type TableName } from '../sql.js';
import type { Interval } from '../../../core/window.js';
import {
  firstColumnWith,
  firstOf,
  jsonAttributes,
  mapAttributes,
  OTEL_INSTANCE,
  OTEL_KEYS,
  selectedByAttributes,
} from './attributes.js';
import { onlyColumns, typeOf, type TableFacts } from './facts.js';
import { duringByKeys, keyConditions } from './keys.js';
import type { LayoutKind } from './kind.js';
import type { Layout } from './layout.js';
import { hasNeeds, requireNeeds, type Needs } from './needs.js';
import { severityLevels } from './severity.js';
import { timeExpressions } from './times.js';

const NEEDS: Needs = {
  timestamp: /^UInt64$/,
  ts_bucket_start: /^U?Int64$/,
  resource_fingerprint: /String/,
  severity_text: /String/,
  severity_number: /^U?Int\d+$/,
  resources_string: /^Map/,
};

/** SigNoz since 0.55: lines in half hours, each with a fingerprint of the resource that wrote it. */
export const signoz: LayoutKind = {
  name: 'signoz',
  title: 'SigNoz',
  usualTable: 'signoz_logs.distributed_logs_v2',
  recognise: (facts) =>
    hasNeeds(facts, NEEDS)
      ? ['has half hours (ts_bucket_start) and fingerprints of resources (resource_fingerprint), as SigNoz writes them']
      : null,
  open({ from, facts, table }) {
    requireNeeds(signoz, facts, NEEDS);
    return { layout: signozLayout(from, facts, table), isSettled: true };
  },
  assume: ({ from, table }) => signozLayout(from, onlyColumns([]), table),
};

/** Seconds that a half hour of lines, and of the resources that wrote them, lasts from its start. */
const BUCKET_SECONDS = 1800;

function signozLayout(from: Layout['from'], facts: TableFacts, table: TableName): Layout {
  const resource = firstColumnWith([
    // The newer column comes first: as soon as a table has it, nothing promises that the older one is still filled.
    ...(typeOf(facts, 'resource')?.startsWith('JSON') === true ? [jsonAttributes('resource')] : []),
    mapAttributes('resources_string'),
  ]);
  const line = firstColumnWith(['attributes_string', 'attributes_number', 'attributes_bool'].map(mapAttributes));
  const time = timeExpressions('timestamp', { kind: 'epoch', unit: 'ns', number: 'Int' });
  const exactly = duringByKeys(time, keyConditions(facts, 'timestamp'));
  const resources = resourceTable(table, facts);
  return {
    name: signoz.name,
    from,
    definitions: time.definitions,
    mayHaveBadTimes: false,
    weight: null,
    during: (span, binder) => `${exactly(span, binder)} AND ${inHalfHours('ts_bucket_start', span, binder)}`,
    serviceName: resource.text('service.name'),
    instanceName: firstOf(resource, OTEL_INSTANCE),
    versionName: firstOf(resource, OTEL_KEYS.version),
    message: typeOf(facts, 'body') === undefined ? null : 'toString(body)',
    exceptionType: firstOf(line, ['exception.type']),
    ...severityLevels(facts, 'severity_number', 'severity_text'),
    ofService(service, binder, span) {
      const isService = (name: string) => `${name} = ${binder.bind('service', 'String', service)}`;
      if (resources === null) return isService(resource.text('service.name'));
      const isLabelled = indexed(service, binder) ?? isService("JSONExtractString(labels, 'service.name')");
      // GLOBAL, because a subquery on another Distributed table would be asked by every shard of every shard.
      return `resource_fingerprint GLOBAL IN (
    SELECT fingerprint FROM ${quoteTable(resources)}
    WHERE ${inHalfHours('seen_at_ts_bucket_start', span, binder)} AND ${isLabelled}
  )`;
    },
    selected: (selectors, binder) => selectedByAttributes({ short: OTEL_KEYS, resource, line }, selectors, binder),
  };
}

/** A half hour may have begun before the span: without it a line in the middle of one is lost without an error. */
function inHalfHours(column: string, { fromMs, toMs }: Interval, binder: Binder): string {
  const first = binder.bind('firstBucket', 'Int64', Math.floor(fromMs / 1000) - BUCKET_SECONDS);
  const last = binder.bind('lastBucket', 'Int64', Math.ceil(toMs / 1000));
  return `${quoteIdentifier(column)} BETWEEN ${first} AND ${last}`;
}

/**
 * Whether the service's name stands in the text of the labels, which has an index: one flat object, in which a quote within a
 * name or a value is escaped. Null for a name that JSON does not write as it is.
 */
function indexed(service: string, binder: Binder): string | null {
  if (!/^[\w ./:@-]+$/.test(service)) return null;
  return isOneOf('labels', 'labels', [`*"service.name":"${service}"*`], binder);
}

/** The table of resources, which has the name of the table of lines and `_resource` behind it; null for a view of one's own. */
function resourceTable(table: TableName, { stores, isSpread }: TableFacts): TableName | null {
  const [store] = stores;
  const [database, ...name] = store?.table.split('.') ?? [];
  const behind = { ...(database !== undefined && { database }), table: name.join('.') };
  // A table on this server knows only this server's resources.
  const lines = [table, ...(stores.length === 1 && !isSpread ? [behind] : [])].find((one) =>
    /(^|_)logs_v2$/.test(one.table),
  );
  return lines === undefined ? null : { ...lines, table: `${lines.table}_resource` };
}
