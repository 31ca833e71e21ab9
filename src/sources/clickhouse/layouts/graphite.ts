import type { Attributes } from './attributes.js';
import type { LayoutKind } from './kind.js';
import type { Layout } from './layout.js';
import { DEFAULT_METRIC, metricNames } from './metric-names.js';
import { toldByMetric } from './metric-rows.js';
import { hasNeeds, requireNeeds, type Needs } from './needs.js';
import { untilExpressions, UNTIL_MS } from './times.js';

/** What the layout needs, by name and type. */
const NEEDS: Needs = {
  Path: /String/,
  Value: /^Float64/,
  Time: /^UInt32/,
  Date: /^Date$/,
  Timestamp: /^UInt32/,
};

/**
 * The table of points of carbon-clickhouse, sorted by (Path, Time). A point that was sent again is a second row with a
 * later Timestamp, so that a plain sum counts it twice; a path may end in tags, `name?host=web-01&level=ERROR`.
 */
export const graphite: LayoutKind = {
  name: 'graphite',
  title: 'Graphite, carbon-clickhouse',
  usualTable: 'graphite',
  recognise: (facts) =>
    hasNeeds(facts, NEEDS) ? [`has the columns of carbon-clickhouse: ${Object.keys(NEEDS).join(', ')}`] : null,
  open({ from, facts, metric }) {
    requireNeeds(graphite, facts, NEEDS);
    return { layout: graphiteLayout(from, metric ?? DEFAULT_METRIC), isSettled: true };
  },
  assume: ({ from, metric }) => graphiteLayout(from, metric ?? DEFAULT_METRIC),
};

/** A day in milliseconds: Date is the sender's or the server's, not reliably UTC's. */
const DAY_MS = 86_400_000;

function graphiteLayout(from: Layout['from'], metric: string): Layout {
  const time = untilExpressions('Time', { kind: 'epoch', unit: 's', number: 'Int' });
  const told = toldByMetric({ name: 'Path', names: metricNames(metric), tags: TAGS, serviceColumn: null });
  return {
    name: graphite.name,
    ...told,
    definitions: time.definitions,
    mayHaveBadTimes: false,
    during: time.during,
    weight: 'newest_value',
    until: UNTIL_MS,
    fromHolds: 'service and span',
    from(binder, span, service) {
      const day = (name: string, ms: number) => binder.bind(name, 'String', new Date(ms).toISOString().slice(0, 10));
      const days = `Date BETWEEN ${day('firstDay', span.fromMs - DAY_MS)} AND ${day('lastDay', span.toMs + DAY_MS)}`;
      const ofService = service === undefined ? null : told.ofService(service, binder, span);
      return `(
  SELECT Path, Time, argMax(Value, Timestamp) AS newest_value
  FROM ${from(binder, span)}
  WHERE ${ofService === null ? '' : `${ofService}\n    AND `}${days} AND ${time.during(span, binder)}
  GROUP BY Path, Time
)`;
    },
  };
}

/** Tags stand in a path as they do in an address. */
const TAGS: Attributes = {
  text: (name, binder) => `decodeURLComponent(extractURLParameter(Path, ${place(name, binder)}))`,
  has: (name, binder) => `has(extractURLParameterNames(Path), ${place(name, binder)})`,
};

function place(name: string, binder: Parameters<Attributes['text']>[1]): string {
  return binder?.bind('tag', 'String', name) ?? `'${name}'`;
}
