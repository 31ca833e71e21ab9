import type { Interval, Windows } from '../../core/window.js';
import type { Selection } from '../settings.js';
import type { Layout } from './layouts/layout.js';
import { createBinder, type Query } from './sql.js';

/** The one query of a reading: counts and newest instants a bucket, of both windows and of what lies behind them. */
export function readingQuery(
  layout: Layout,
  { service, level, canary }: Selection,
  { before, after, bucketMs }: Windows,
  readUntilMs: number,
): Query {
  const binder = createBinder();
  const gridStart = binder.bind('gridStartMs', 'Int64', before.fromMs);
  const bucket = binder.bind('bucketMs', 'Int64', bucketMs);
  const ofService = layout.ofService(service, binder);
  const spans = spansOf(before, { fromMs: after.fromMs, toMs: Math.max(readUntilMs, after.toMs) });
  const during = spans.map((span) => `(${layout.during(span, binder)})`).join('\n    OR ');
  const inTime = layout.mayHaveBadTimes ? `${during}\n    OR ${layout.timeMs} IS NULL` : during;
  const errors = layout.errors(level, binder);
  const selected = canary.length === 0 ? null : layout.selected(canary, binder);
  // Bucket 0 begins with the before window and no line lies before it, so that intDiv never sees a negative number.
  const sql = `SELECT
  intDiv(${layout.timeMs} - ${gridStart}, ${bucket}) AS bucket,
  countIf(${selected === null ? errors : `${selected} AND ${errors}`}) AS errors,
  ${selected === null ? 'count()' : `countIf(${selected})`} AS lines,
  count() AS service_lines,
  ${selected === null ? `max(${layout.timeMs})` : `maxIf(${layout.timeMs}, ${selected})`} AS newest_ms,
  max(${layout.timeMs}) AS newest_of_service_ms
FROM ${layout.from(binder)}
WHERE ${ofService === null ? '' : `${ofService}\n  AND `}(${inTime})
GROUP BY bucket
ORDER BY bucket`;
  return { sql, parameters: binder.parameters };
}

/** The windows as spans to read; one where they touch, because one range prunes better than two. */
function spansOf(before: Interval, after: Interval): readonly Interval[] {
  return before.toMs === after.fromMs ? [{ fromMs: before.fromMs, toMs: after.toMs }] : [before, after];
}

/** Who logged in the span, most lines first, and when the newest line of them all was written. */
export function surroundingsQuery(layout: Layout, span: Interval): Query {
  const binder = createBinder();
  const sql = `SELECT
  ${layout.serviceName ?? "''"} AS service,
  count() AS lines,
  max(max(${layout.timeMs})) OVER () AS newest_ms
FROM ${layout.from(binder)}
WHERE ${layout.during(span, binder)}
GROUP BY service
ORDER BY lines DESC, service
LIMIT 50`;
  return { sql, parameters: binder.parameters };
}
