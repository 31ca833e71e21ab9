import type { Interval, Windows } from '../../core/window.js';
import type { Selection } from '../settings.js';
import { LINE_MS, type Layout } from './layouts/layout.js';
import { createBinder, type Query } from './sql.js';

/** The one query of a reading: counts and newest instants a bucket, of both windows and of what lies behind them. */
export function readingQuery(
  layout: Layout,
  { service, level, canary, stable = [] }: Selection,
  { before, after, bucketMs }: Windows,
  readUntilMs: number,
): Query {
  const binder = createBinder();
  const gridStart = binder.bind('gridStartMs', 'Int64', before.fromMs);
  const bucket = binder.bind('bucketMs', 'Int64', bucketMs);
  const ofService = layout.ofService(service, binder);
  const spans = spansOf(before, { fromMs: after.fromMs, toMs: Math.max(readUntilMs, after.toMs) });
  const during = spans.map((span) => `(${layout.during(span, binder)})`).join('\n    OR ');
  const inTime = layout.mayHaveBadTimes ? `${during}\n    OR ${LINE_MS} IS NULL` : during;
  const errors = layout.errors(level, binder);
  const recognised = layout.recognised(binder);
  const selected = canary.length === 0 ? null : layout.selected(canary, binder);
  const steady = stable.length === 0 ? null : layout.selected(stable, binder);
  // Bucket 0 begins with the before window and no line lies before it, so that intDiv never sees a negative number.
  const sql = `${definitionsOf(layout)}SELECT
  intDiv(${LINE_MS} - ${gridStart}, ${bucket}) AS bucket_index,
  countIf(${selected === null ? errors : `${selected} AND ${errors}`}) AS error_lines,
  ${selected === null ? 'count()' : `countIf(${selected})`} AS selected_lines,
  countIf(${selected === null ? recognised : `${selected} AND ${recognised}`}) AS recognised_lines,
  count() AS service_lines,${steady === null ? '' : stableCounts(steady, errors)}
  ${selected === null ? `max(${LINE_MS})` : `maxIf(${LINE_MS}, ${selected})`} AS newest_ms,
  max(${LINE_MS}) AS newest_of_service_ms
FROM ${layout.from(binder)}
WHERE ${ofService === null ? '' : `${ofService}\n  AND `}(${inTime})
GROUP BY bucket_index
ORDER BY bucket_index`;
  return { sql, parameters: binder.parameters };
}

function stableCounts(steady: string, errors: string): string {
  return `
  countIf(${steady} AND ${errors}) AS stable_error_lines,
  countIf(${steady}) AS stable_lines,`;
}

/** The windows as spans to read; one where they touch, because one range prunes better than two. */
function spansOf(before: Interval, after: Interval): readonly Interval[] {
  return before.toMs === after.fromMs ? [{ fromMs: before.fromMs, toMs: after.toMs }] : [before, after];
}

/** Which versions of a service logged in the span, since when and on how many instances. */
export function censusQuery(layout: Layout, service: string, span: Interval): Query {
  const binder = createBinder();
  const ofService = layout.ofService(service, binder);
  const instances =
    layout.instanceName === null ? '0' : `uniqExactIf(${layout.instanceName}, ${layout.instanceName} != '')`;
  const sql = `${definitionsOf(layout)}SELECT
  ${layout.versionName ?? "''"} AS service_version,
  min(${LINE_MS}) AS first_ms,
  count() AS version_lines,
  ${instances} AS version_instances
FROM ${layout.from(binder)}
WHERE ${ofService === null ? '' : `${ofService}\n  AND `}${layout.during(span, binder)}
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
  count() AS service_lines,
  max(max(${LINE_MS})) OVER () AS newest_ms
FROM ${layout.from(binder)}
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
