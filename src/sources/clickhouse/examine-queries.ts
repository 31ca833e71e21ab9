import type { Interval } from '../../core/window.js';
import { LINE_MS, type Layout } from './layouts/layout.js';
import { definitionsOf, linesOf, scopeOf, type Scope } from './query.js';
import { createBinder, type Query } from './sql.js';

/** How levels are spelt in the span, most lines first. */
export function levelsQuery(layout: Layout, scope: Scope, span: Interval): Query {
  const binder = createBinder();
  const said = layout.saidLevel(binder, span);
  const sql = `${definitionsOf(layout)}SELECT
  ${layout.levelText ?? said} AS spelling,
  groupUniqArray(${said}) AS levels_said,
  ${linesOf(layout)()} AS spelt_lines
FROM ${layout.from(binder, span, scope.service)}
WHERE ${scopeOf(layout, scope, span, binder)}${layout.during(span, binder)}
GROUP BY spelling
ORDER BY spelt_lines DESC, spelling
LIMIT 50`;
  return { sql, parameters: binder.parameters };
}

/** Which instances wrote lines in the span, in which versions, most lines first. */
export function instancesQuery(layout: Layout, scope: Scope, span: Interval): Query {
  const binder = createBinder();
  const sql = `${definitionsOf(layout)}SELECT
  ${layout.instanceName ?? "''"} AS instance,
  ${layout.versionName ?? "''"} AS version,
  ${linesOf(layout)()} AS instance_lines,
  max(${layout.until ?? LINE_MS}) AS newest_ms
FROM ${layout.from(binder, span, scope.service)}
WHERE ${scopeOf(layout, scope, span, binder)}${layout.during(span, binder)}
GROUP BY instance, version
ORDER BY instance_lines DESC, instance, version
LIMIT 50`;
  return { sql, parameters: binder.parameters };
}
