import type { Selection } from '../settings.js';
import type { SignatureQuestion } from '../source.js';
import { LINE_MS, type Layout } from './layouts/layout.js';
import { linesOf, scopeOf } from './query.js';
import { groupedByTemplate, LARGE_BLOCKS, TOLD_KEY } from './signatures-groups.js';
import { bucketsSince, inBuckets, isNovelty } from './signatures-novelty.js';
import { createBinder, type Query } from './sql.js';

/** So many signatures are brought back, the telling ones first. */
const MOST_SIGNATURES = 200;

/** What the service's errors say in both windows. */
export function signaturesQuery(
  layout: Layout,
  { level, canary, stable: _stable, ...scope }: Selection,
  question: SignatureQuestion,
): Query {
  const { windows, judgedFromMs, withBodies } = question;
  const { before, after, bucketMs } = windows;
  const binder = createBinder();
  const span = { fromMs: before.fromMs, toMs: after.toMs };
  const inScope = scopeOf(layout, scope, span, binder);
  const during = layout.during(span, binder);
  const instant = (name: string, ms: number) => binder.bind(name, 'Int64', ms);
  const isWhole = canary.length === 0;
  const ofCanary = (when: string) => (isWhole ? when : `line_is_canary AND ${when}`);
  const lines = linesOf(layout);
  const elsewhere = (when: string) => (isWhole ? '0' : lines('NOT line_is_canary', when));
  const counts = {
    before: lines(ofCanary('line_is_before')),
    after: lines(ofCanary('line_is_after')),
    judged: lines(ofCanary('line_is_judged')),
    elsewhere_before: elsewhere('line_is_before'),
    elsewhere_after: elsewhere('line_is_after'),
    between: before.toMs === after.fromMs ? '0' : lines('NOT line_is_before', 'NOT line_is_after'),
  };
  // Looked up only where it is told: maps are slow.
  const instance = layout.instanceName === null ? "''" : `if(line_is_after, ${layout.instanceName}, '')`;
  const groups = groupedByTemplate(layout, {
    definitions: [
      `(${LINE_MS} < ${instant('beforeToMs', before.toMs)}) AS line_is_before`,
      `(${LINE_MS} >= ${instant('afterFromMs', after.fromMs)}) AS line_is_after`,
      `(${LINE_MS} >= ${instant('judgedFromMs', judgedFromMs)}) AS line_is_judged`,
      ...(isWhole ? [] : [`(${layout.selected(canary, binder, span)}) AS line_is_canary`]),
      bucketsSince(span.fromMs, bucketMs, binder),
    ],
    counted: [
      { name: 'counts', ofLines: `[${Object.values(counts).join(', ')}]`, together: 'sumForEach' },
      { name: 'first_ms', ofLines: `min(${LINE_MS})`, together: 'min' },
      inBuckets('judged_buckets', ofCanary('line_is_judged')),
      inBuckets('past_buckets', 'NOT line_is_after'),
      {
        name: 'instances',
        ofLines: `groupUniqArrayIf(5)(${instance}, ${ofCanary('line_is_after')})`,
        together: 'groupUniqArrayArray(5)',
      },
    ],
    message: withBodies ? (layout.message ?? "''") : "''",
    source: `FROM ${layout.from(binder, span, scope.service)}
WHERE ${inScope}${during} AND ${layout.errors(level, binder, span)}`,
  });
  const sql = `SELECT
  ${TOLD_KEY} AS told_key, told_template, told_exception, told_start, told_first_ms, told_instances,
  ${Object.keys(counts)
    .map((name, index) => `told_counts[${index + 1}] AS told_${name}`)
    .join(', ')},
  length(told_judged_buckets) AS told_occasions,
  (told_before + told_elsewhere_before + told_between = 0) AS told_is_unseen,
  count() OVER () AS told_total,
  countIf(told_is_unseen) OVER () AS told_unseen,
  countIf(${isNovelty('told_past_buckets', question, 0)}) OVER () AS told_novelties
FROM (
${groups}
)
ORDER BY told_after > 0 DESC, told_is_unseen DESC, told_after DESC, told_before DESC, told_template
LIMIT ${MOST_SIGNATURES}`;
  return { sql, parameters: binder.parameters, settings: LARGE_BLOCKS };
}
