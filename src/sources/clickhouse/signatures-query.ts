import { fewestBuckets } from '../../core/evidence.js';
import { lengthMs } from '../../core/window.js';
import type { Selection } from '../settings.js';
import type { SignatureQuestion } from '../source.js';
import { LINE_MS, type Layout } from './layouts/layout.js';
import { definitionsOf, linesOf, scopeOf } from './query.js';
import { digitsKey, ROUGH_KEY, templateSteps } from './signatures-template.js';
import { createBinder, type Query } from './sql.js';

/** So many signatures are brought back, the telling ones first. */
const MOST_SIGNATURES = 200;

/** The past of a question, in buckets: all of it, and what of it is watched for something new. */
export function pastOf({ windows: { before, bucketMs }, lookBackMs }: SignatureQuestion) {
  const pastBuckets = Math.floor((lengthMs(before) + lookBackMs) / bucketMs);
  const learnt = Math.ceil(pastBuckets / 4);
  return { pastBuckets, learnt, watchedBuckets: pastBuckets - learnt };
}

/**
 * What the service's errors say, in both windows and in the look-back before them. Every line gets a key that is cheap to make; lines of one
 * key are counted together, and only what is left goes through the regular expressions that make templates.
 */
export function signaturesQuery(
  layout: Layout,
  { level, canary, stable: _stable, ...scope }: Selection,
  question: SignatureQuestion,
): Query {
  const { windows, judgedFromMs, lookBackMs, withBodies } = question;
  const { before, after, bucketMs } = windows;
  const binder = createBinder();
  const span = { fromMs: before.fromMs - lookBackMs, toMs: after.toMs };
  const inScope = scopeOf(layout, scope, span, binder);
  const during = layout.during(span, binder);
  const instant = (name: string, ms: number) => binder.bind(name, 'Int64', ms);
  const start = instant('gridStartMs', span.fromMs);
  const bucket = instant('bucketMs', bucketMs);
  const { learnt } = pastOf(question);
  const judgedBuckets = Math.ceil((after.toMs - judgedFromMs) / bucketMs);
  const strong = fewestBuckets(bucketMs / 1000);
  const lines = linesOf(layout);
  const elsewhere = (when: string) => (canary.length === 0 ? 'toUInt64(0)' : lines('NOT told_is_canary', when));
  // Looked up only where it is told: maps are slow.
  const instance = layout.instanceName === null ? "''" : `if(told_is_after, ${layout.instanceName}, '')`;
  const message = withBodies ? (layout.message ?? "''") : "''";
  const sql = `SELECT
  told_template, told_exception, told_sample, told_before, told_after, told_judged, told_elsewhere_before, told_elsewhere_after,
  told_look_back, told_first_ms, told_instances,
  length(told_judged_buckets) AS told_occasions,
  count() OVER () AS told_total,
  countIf(${novelty('told_past_buckets', strong, judgedBuckets, learnt)}) OVER () AS told_novelties
FROM (
  WITH
    ${templateSteps().join(',\n    ')}
  SELECT told_template, told_exception,
    ${sums('rough', 'told')},
    any(told_start) AS told_sample
  FROM (
    SELECT told_exception,
    ${sums('line', 'rough')},
    any(line_start) AS told_start
    FROM (
      ${definitionsOf(layout).trimEnd().replaceAll('\n', '\n      ')},
        (${LINE_MS} >= ${instant('beforeFromMs', before.fromMs)} AND ${LINE_MS} < ${instant('beforeToMs', before.toMs)}) AS told_is_before,
        (${LINE_MS} >= ${instant('afterFromMs', after.fromMs)}) AS told_is_after,
        (${LINE_MS} >= ${instant('judgedFromMs', judgedFromMs)}) AS told_is_judged,
        ${canary.length === 0 ? 'true' : `(${layout.selected(canary, binder, span)})`} AS told_is_canary,
        toUInt32(intDiv(${LINE_MS} - ${start}, ${bucket})) AS told_bucket,
        ${digitsKey(message).join(',\n        ')}
      SELECT ${layout.exceptionType ?? "''"} AS told_exception,
        ${lines('told_is_canary', 'told_is_before')} AS line_before,
        ${lines('told_is_canary', 'told_is_after')} AS line_after,
        ${lines('told_is_canary', 'told_is_judged')} AS line_judged,
        ${elsewhere('told_is_before')} AS line_elsewhere_before,
        ${elsewhere('told_is_after')} AS line_elsewhere_after,
        ${lines('NOT told_is_before', 'NOT told_is_after')} AS line_look_back,
        min(${LINE_MS}) AS line_first_ms,
        groupUniqArrayIf(told_bucket, told_is_canary AND told_is_judged) AS line_judged_buckets,
        groupUniqArrayIf(told_bucket, NOT told_is_after) AS line_past_buckets,
        groupUniqArrayIf(5)(${instance}, told_is_canary AND told_is_after) AS line_instances,
        any(told_body_start) AS line_start
      FROM ${layout.from(binder, span, scope.service)}
      WHERE ${inScope}${during} AND ${layout.errors(level, binder, span)}
      GROUP BY told_digits_key, told_exception
    )
    GROUP BY ${ROUGH_KEY}, told_exception
  )
  GROUP BY told_template, told_exception
)
ORDER BY told_after > 0 DESC, told_before + told_elsewhere_before + told_look_back = 0 DESC, told_after DESC, told_before DESC, told_template
LIMIT ${MOST_SIGNATURES}`;
  return { sql, parameters: binder.parameters };
}

/** What is counted, put together from finer groups; each level has names of its own, because older servers mix up equal ones. */
function sums(from: string, to: string): string {
  const counts = ['before', 'after', 'judged', 'elsewhere_before', 'elsewhere_after', 'look_back'];
  return [
    ...counts.map((name) => `sum(${from}_${name}) AS ${to}_${name}`),
    `min(${from}_first_ms) AS ${to}_first_ms`,
    `groupUniqArrayArray(${from}_judged_buckets) AS ${to}_judged_buckets`,
    `groupUniqArrayArray(${from}_past_buckets) AS ${to}_past_buckets`,
    `groupUniqArrayArray(5)(${from}_instances) AS ${to}_instances`,
  ].join(',\n    ');
}

/** Whether a signature came up anew in the past, in as many buckets within as short a time as is evidence after a release. */
function novelty(buckets: string, strong: number, judgedBuckets: number, learnt: number): string {
  const sorted = `arraySort(${buckets})`;
  return `length(${buckets}) >= ${strong} AND ${sorted}[1] >= ${learnt} AND ${sorted}[${strong}] - ${sorted}[1] < ${judgedBuckets}`;
}

/** Whether the service logged anything in the first tenth of the look-back: only then is the look-back a past. */
export function reachQuery(layout: Layout, selection: Selection, { windows, lookBackMs }: SignatureQuestion): Query {
  const binder = createBinder();
  const fromMs = windows.before.fromMs - lookBackMs;
  const span = { fromMs, toMs: fromMs + Math.ceil(lookBackMs / 10) };
  const sql = `${definitionsOf(layout)}SELECT 1 AS told_reach
FROM ${layout.from(binder, span, selection.service)}
WHERE ${scopeOf(layout, selection, span, binder)}${layout.during(span, binder)}
LIMIT 1`;
  return { sql, parameters: binder.parameters };
}
