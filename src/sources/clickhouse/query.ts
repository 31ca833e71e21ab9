import type { Interval, Windows } from '../../core/window.js';
import type { Selection, Selector } from '../settings.js';
import { LINE_MS, type Layout } from './layouts/layout.js';
import { anyOf, createBinder, type Binder, type Query } from './sql.js';

/** Whose rows a question is about. */
export type Scope = Pick<Selection, 'service' | 'environment'>;

/**
 * The one query of a reading: how many lines of each kind every bucket of both windows, and of what lies behind them, holds,
 * and when the newest of them was written. A kind is a level as lines say it, and the side where sides were named: few,
 * however many lines there are, and what they mean is for {@link readingOf} to tell.
 */
export function readingQuery(
  layout: Layout,
  selection: Selection,
  { before, after, bucketMs }: Windows,
  readUntilMs: number,
): Query {
  const { canary, stable = [] } = selection;
  const binder = createBinder();
  const gridStart = binder.bind('gridStartMs', 'Int64', before.fromMs);
  const bucket = binder.bind('bucketMs', 'Int64', bucketMs);
  const end = { fromMs: after.fromMs, toMs: Math.max(readUntilMs, after.toMs) };
  const hull = { fromMs: before.fromMs, toMs: end.toMs };
  const inScope = scopeOf(layout, selection, hull, binder);
  const spans = spansOf(before, end);
  const isTold = layout.fromHolds === 'service and span' && spans.length === 1;
  const inTime = [
    ...spans.map((span) => (isTold ? 'true' : layout.during(span, binder))),
    ...(layout.mayHaveBadTimes ? [`${LINE_MS} IS NULL`] : []),
  ];
  const isOf = (selectors: readonly Selector[]) => layout.selected(selectors, binder, hull);
  const kinds = {
    ...(canary.length > 0 && { is_canary_line: isOf(canary) }),
    ...(stable.length > 0 && { is_stable_line: isOf(stable) }),
    level_said: layout.saidLevel(binder, hull),
  };
  const columns = [
    // Bucket 0 begins with the before window and no line lies before it, so that intDiv never sees a negative number.
    `intDiv(${LINE_MS} - ${gridStart}, ${bucket}) AS bucket_index`,
    ...Object.entries(kinds).map(([name, kind]) => `(${kind}) AS ${name}`),
    `${layout.weight === null ? 'count()' : `sum(${layout.weight})`} AS line_count`,
    ...(layout.weight === null ? [] : [`min(${layout.weight}) AS least_count`]),
    ...(layout.heard === undefined ? [] : [`sum(${layout.heard}) AS times_heard`]),
    `max(${layout.until ?? LINE_MS}) AS newest_ms`,
    ...(layout.failsFor === undefined ? [] : [`max(${layout.failsFor}) AS is_failed`]),
  ];
  const sql = `${definitionsOf(layout)}SELECT
  ${columns.join(',\n  ')}
FROM ${layout.from(binder, hull, selection.service)}
WHERE ${inScope}${anyOf(inTime)}
GROUP BY ${['bucket_index', ...Object.keys(kinds)].join(', ')}
ORDER BY bucket_index`;
  return { sql, parameters: binder.parameters };
}

/** How the lines that meet all of these conditions are counted; null is no condition. */
export function linesOf({ weight }: Pick<Layout, 'weight'>): (...conditions: readonly (string | null)[]) => string {
  return (...conditions) => {
    const all = conditions.filter((condition) => condition !== null).join(' AND ');
    if (weight === null) return all === '' ? 'count()' : `countIf(${all})`;
    return `toInt64(round(${all === '' ? `sum(${weight})` : `sumIf(${weight}, ${all})`}))`;
  };
}

/** The conditions of the service and its environment, each followed by AND. */
export function scopeOf(layout: Layout, { service, environment }: Scope, span: Interval, binder: Binder): string {
  const ofService = layout.fromHolds !== undefined ? null : layout.ofService(service, binder, span);
  return [
    ...(ofService === null ? [] : [ofService]),
    ...(environment === undefined ? [] : [layout.selected([{ key: 'env', value: environment }], binder, span)]),
  ]
    .map((condition) => `${condition}\n  AND `)
    .join('');
}

/** The windows as spans to read; one where they touch, because one range prunes better than two. */
function spansOf(before: Interval, after: Interval): readonly Interval[] {
  return before.toMs === after.fromMs ? [{ fromMs: before.fromMs, toMs: after.toMs }] : [before, after];
}

/** Which versions of a service logged in the span, since when and on how many instances. */
export function censusQuery(layout: Layout, scope: Scope, span: Interval): Query {
  const binder = createBinder();
  const inScope = scopeOf(layout, scope, span, binder);
  const instances =
    layout.instanceName === null ? '0' : `uniqExactIf(${layout.instanceName}, ${layout.instanceName} != '')`;
  const sql = `${definitionsOf(layout)}SELECT
  ${layout.versionName ?? "''"} AS service_version,
  min(${LINE_MS}) AS first_ms,
  ${linesOf(layout)()} AS version_lines,
  ${instances} AS version_instances
FROM ${layout.from(binder, span, scope.service)}
WHERE ${inScope}${layout.during(span, binder)}
GROUP BY service_version
ORDER BY version_lines DESC, service_version
LIMIT 50`;
  return { sql, parameters: binder.parameters };
}

/** Who logged in the span, most lines first, and when the newest line of them all was written. */
export function surroundingsQuery(layout: Layout, span: Interval): Query {
  const binder = createBinder();
  const sql = `${definitionsOf(layout)}SELECT
  ${layout.serviceName ?? "''"} AS logging_service,
  ${linesOf(layout)()} AS service_lines,
  max(max(${LINE_MS})) OVER () AS newest_ms
FROM ${layout.from(binder, span)}
WHERE ${layout.during(span, binder)}
GROUP BY logging_service
ORDER BY service_lines DESC, logging_service
LIMIT 50`;
  return { sql, parameters: binder.parameters };
}

/** What a query says ahead of its SELECT. */
export function definitionsOf({ definitions }: Layout): string {
  return `WITH\n${definitions.map((definition) => `  ${definition}`).join(',\n')}\n`;
}
