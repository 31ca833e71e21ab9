import { mapAttributes, type Attributes } from './attributes.js';
import { typeOf, type TableFacts } from './facts.js';
import { duringByKeys, keyConditions } from './keys.js';
import type { LayoutKind } from './kind.js';
import type { Layout } from './layout.js';
import { DEFAULT_METRIC, metricNames } from './metric-names.js';
import { toldByMetric } from './metric-rows.js';
import { hasNeeds, requireNeeds, type Needs } from './needs.js';
import { timeKindOf, untilExpressions, UNTIL_MS } from './times.js';

/** What the layout needs, by name and type. */
const NEEDS: Needs = {
  MetricName: /String/,
  Attributes: /^Map/,
  ResourceAttributes: /^Map/,
  ServiceName: /String/,
  StartTimeUnix: /^DateTime/,
  TimeUnix: /^DateTime/,
  Value: /^Float64/,
  AggregationTemporality: /^Int32|^Enum/,
};

/** A cumulative counter says how much it grew only beside its point before: so far back it is looked for. */
const LOOK_BACK_MS = 600_000;

/**
 * The table of sums of the OpenTelemetry Collector's clickhouseexporter: StatsD counters, or any other, through the
 * collector. Deltas (1) are added up; of cumulative sums (2) the growth of each series is.
 */
export const otelMetricsSum: LayoutKind = {
  name: 'otel-metrics-sum',
  title: 'OpenTelemetry Collector, counters',
  usualTable: 'otel_metrics_sum',
  recognise: (facts) =>
    hasNeeds(facts, NEEDS)
      ? [`has the columns of the OpenTelemetry Collector's sums: ${Object.keys(NEEDS).join(', ')}`]
      : null,
  open({ from, facts, metric }) {
    requireNeeds(otelMetricsSum, facts, NEEDS);
    return { layout: sumsLayout(from, facts, metric ?? DEFAULT_METRIC), isSettled: true };
  },
  assume: ({ from, metric }) => sumsLayout(from, TYPICAL, metric ?? DEFAULT_METRIC),
};

/** As the exporter creates it. */
const TYPICAL: TableFacts = {
  engine: 'MergeTree',
  isSpread: false,
  columns: [{ name: 'TimeUnix', type: 'DateTime64(9)' }],
  stores: [],
};

/**
 * A series is one metric with one set of attributes, since one start: a new start is a restart, or another writer of the same name.
 * The order in which a map holds attributes does not matter.
 * @see https://opentelemetry.io/docs/specs/otel/metrics/data-model/#resets-and-gaps
 */
const SERIES = `cityHash64(ServiceName, MetricName, AggregationTemporality, StartTimeUnix, ${[
  'Attributes',
  'ResourceAttributes',
]
  .map((map) => `arraySort(arrayZip(mapKeys(${map}), mapValues(${map})))`)
  .join(', ')})`;

function sumsLayout(from: Layout['from'], facts: TableFacts, metric: string): Layout {
  const kind = timeKindOf(typeOf(facts, 'TimeUnix') ?? 'DateTime64(9)', null);
  if (kind.kind === 'text') throw new TypeError('TimeUnix is a time');
  const time = untilExpressions('TimeUnix', kind);
  const pruning = duringByKeys(time, keyConditions(facts, 'TimeUnix'));
  const told = toldByMetric({
    name: 'MetricName',
    names: metricNames(metric),
    tags: eitherOf(mapAttributes('Attributes'), mapAttributes('ResourceAttributes')),
    // A level is never the resource's, whose many attributes would be read for nothing.
    levelTags: mapAttributes('Attributes'),
    serviceColumn: 'toString(ServiceName)',
  });
  const deltas: Layout = {
    name: otelMetricsSum.name,
    ...told,
    from,
    definitions: time.definitions,
    mayHaveBadTimes: false,
    during: pruning,
    weight: 'Value',
    until: UNTIL_MS,
  };
  return {
    ...deltas,
    quicker: { ...deltas, failsFor: 'AggregationTemporality = 2' },
    // The keys prune where the points are read; here are only those points.
    fromHolds: 'service',
    during: time.during,
    weight: 'grown',
    from(binder, span, service) {
      const ofService = service === undefined ? null : told.ofService(service, binder, span);
      const since = { fromMs: span.fromMs - LOOK_BACK_MS, toMs: span.toMs };
      return `(
  SELECT *, multiIf(AggregationTemporality != 2, Value,
      -- A counter that began within reach counts from nothing; of an older one the first point tells no growth, and neither
      -- does one that covers no time: an older count, first seen there.
      value_before IS NULL, if(StartTimeUnix < TimeUnix AND ${time.during(since, binder).replaceAll('TimeUnix', 'StartTimeUnix')}, Value, 0),
      Value >= value_before, Value - assumeNotNull(value_before),
      -- Without a start a step down can only be a restart; with one it is none.
      toUnixTimestamp(StartTimeUnix) = 0, Value, 0) AS grown
  FROM (
    SELECT ServiceName, MetricName, Attributes, ResourceAttributes, StartTimeUnix, TimeUnix, Value, AggregationTemporality,
      lagInFrame(toNullable(Value)) OVER series AS value_before
    FROM ${from(binder, span)}
    WHERE ${ofService === null ? '' : `${ofService} AND `}${pruning(since, binder)}
    WINDOW series AS (PARTITION BY ${SERIES} ORDER BY TimeUnix ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
  )
)`;
    },
  };
}

/** The first of two places that has an attribute. */
function eitherOf(first: Attributes, second: Attributes): Attributes {
  return {
    text: (name, binder) => `if(${first.has(name, binder)}, ${first.text(name, binder)}, ${second.text(name, binder)})`,
    has: (name, binder) => `(${first.has(name, binder)} OR ${second.has(name, binder)})`,
  };
}
