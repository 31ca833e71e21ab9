import type { Selection } from '../settings.js';
import type { LookBackQuestion } from '../source.js';
import { LINE_MS, type Layout } from './layouts/layout.js';
import { definitionsOf, linesOf, scopeOf } from './query.js';
import { groupedByTemplate, LARGE_BLOCKS, TOLD_KEY } from './signatures-groups.js';
import { bucketsSince, inBuckets, isNovelty } from './signatures-novelty.js';
import { createBinder, type Query } from './sql.js';

/**
 * What the past knows of some signatures, and how often something new came up in it: one row. It reads a day where the other questions
 * read half an hour, so that it reads no column but those that a signature is made of; which instance said it doesn't matter.
 */
export function lookBackQuery(
  layout: Layout,
  { level, canary: _canary, stable: _stable, ...scope }: Selection,
  question: LookBackQuestion,
): Query {
  const { windows, withBodies, lookBackMs, keys } = question;
  const binder = createBinder();
  const span = { fromMs: windows.before.fromMs - lookBackMs, toMs: windows.after.fromMs };
  const inScope = scopeOf(layout, scope, span, binder);
  const during = layout.during(span, binder);
  const groups = groupedByTemplate(layout, {
    definitions: [bucketsSince(span.fromMs, windows.bucketMs, binder)],
    counted: [
      { name: 'lines', ofLines: linesOf(layout)(), together: 'sum' },
      { name: 'first_ms', ofLines: `min(${LINE_MS})`, together: 'min' },
      inBuckets('buckets', null),
    ],
    message: withBodies ? (layout.message ?? "''") : "''",
    source: `FROM ${layout.from(binder, span, scope.service)}
WHERE ${inScope}${during} AND ${layout.errors(level, binder, span)}`,
  });
  const sql = `SELECT
  count() AS told_total,
  countIf(${isNovelty('told_buckets', question, lookBackMs)}) AS told_novelties,
  groupArrayIf(tuple(${TOLD_KEY}, told_lines, told_first_ms), ${TOLD_KEY} IN ${binder.bind('keys', 'Array(String)', keys)}) AS told_seen
FROM (
${groups}
)`;
  return { sql, parameters: binder.parameters, settings: LARGE_BLOCKS };
}

/** Whether the service logged anything in the first tenth of the look-back: only then is the look-back a past. */
export function reachQuery(layout: Layout, selection: Selection, { windows, lookBackMs }: LookBackQuestion): Query {
  const binder = createBinder();
  const fromMs = windows.before.fromMs - lookBackMs;
  const span = { fromMs, toMs: fromMs + Math.ceil(lookBackMs / 10) };
  const sql = `${definitionsOf(layout)}SELECT 1 AS told_reach
FROM ${layout.from(binder, span, selection.service)}
WHERE ${scopeOf(layout, selection, span, binder)}${layout.during(span, binder)}
LIMIT 1`;
  return { sql, parameters: binder.parameters };
}
