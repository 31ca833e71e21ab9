import type { Interval, Windows } from '../../core/window.js';
import type { Selection } from '../settings.js';
import { LINE_MS, type Layout } from './layouts/layout.js';
import { createBinder, type Binder, type Query } from './sql.js';

/** Whose rows a question is about. */
export type Scope = Pick<Selection, 'service' | 'environment'>;

/** The one query of a reading: counts and newest instants a bucket, of both windows and of what lies behind them. */
export function readingQuery(
  layout: Layout,
  { level, canary, stable = [], ...scope }: Selection,
  { before, after, bucketMs }: Windows,
  readUntilMs: number,
): Query {
  const binder = createBinder();
  const gridStart = binder.bind('gridStartMs', 'Int64', before.fromMs);
  const bucket = binder.bind('bucketMs', 'Int64', bucketMs);
  const end = { fromMs: after.fromMs, toMs: Math.max(readUntilMs, after.toMs) };
  const hull = { fromMs: before.fromMs, toMs: end.toMs };
  const inScope = scopeOf(layout, scope, hull, binder);
  const during = spansOf(before, end)
    .map((span) => `(${layout.during(span, binder)})`)
    .join('\n    OR ');
  const inTime = layout.mayHaveBadTimes ? `${during}\n    OR ${LINE_MS} IS NULL` : during;
  const errors = layout.errors(level, binder, hull);
  const recognised = layout.recognised(binder, hull);
  const selected = canary.length === 0 ? null : layout.selected(canary, binder, hull);
  const steady = stable.length === 0 ? null : layout.selected(stable, binder, hull);
  const lines = linesOf(layout);
  const heard = heardIn(layout);
  const until = layout.until ?? LINE_MS;
  // Bucket 0 begins with the before window and no line lies before it, so that intDiv never sees a negative number.
  const sql = `${definitionsOf(layout)}SELECT
  intDiv(${LINE_MS} - ${gridStart}, ${bucket}) AS bucket_index,
  ${lines(selected, errors)} AS error_lines,
  ${lines(selected)} AS selected_lines,
  ${lines(selected, recognised)} AS recognised_lines,
  ${lines()} AS service_lines,${heard('selected', selected)}${heard('service')}${steady === null ? '' : `\n  ${lines(steady, errors)} AS stable_error_lines,\n  ${lines(steady)} AS stable_lines,${heard('stable', steady)}`}
  ${selected === null ? `max(${until})` : `maxIf(${until}, ${selected})`} AS newest_ms,
  max(${until}) AS newest_of_service_ms
FROM ${layout.from(binder, hull, scope.service)}
WHERE ${inScope}(${inTime})
GROUP BY bucket_index
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

/** The column that tells how often a side was heard; nothing where its lines tell. */
function heardIn({ heard }: Layout): (side: string, condition?: string | null) => string {
  if (heard === undefined) return () => '';
  const times = linesOf({ weight: heard });
  return (side, condition = null) => `\n  ${times(condition)} AS ${side}_heard,`;
}

/** The conditions of the service and its environment, each followed by AND. */
export function scopeOf(layout: Layout, { service, environment }: Scope, span: Interval, binder: Binder): string {
  const ofService = layout.ofService(service, binder, span);
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
