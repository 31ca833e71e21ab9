import { quoteIdentifier } from '../sql.js';
import type { Layout } from './layout.js';
import type { TimeExpressions } from './times.js';
import { typeOf, type Column, type TableFacts } from './facts.js';
import { onColumn, parseMonotone, type Monotone } from './monotone.js';

/** A span in terms of the time column's own type, as SQL constants. */
export interface Bounds {
  readonly start: string;
  /** The last millisecond of the span. */
  readonly last: string;
  /** The first instant behind it. */
  readonly end: string;
}

/** Part of a predicate that follows from the time alone and lets an index prune. */
export interface KeyCondition {
  /** As SQL. */
  readonly sql: (bounds: Bounds) => string;
  /** The expression of the key, for a person to read. */
  readonly because: string;
}

/**
 * What has to be said beside `time >= start AND time < end` so that the keys of these stores prune: an index on
 * `toStartOfFiveMinutes(time)` is not used by a bare comparison of `time`. Every condition follows from the bare one, so
 * that it can only spare reading. A column that the table fills from the time by default counts as the time, and so does
 * one that its producer fills: `filled` tells with what, by the column's name.
 */
export function keyConditions(
  facts: TableFacts,
  timeColumn: string,
  filled: ReadonlyMap<string, string> = new Map(),
): readonly KeyCondition[] {
  const conditions = new Map<string, KeyCondition>();
  const isSaid = (column: string) => column === timeColumn || conditions.has(quoteIdentifier(column));
  for (const store of facts.stores) {
    const columns = store.columns.length > 0 ? store.columns : facts.columns;
    for (const [isPartition, expression] of [
      ...store.primaryKey.map((part) => [false, part] as const),
      ...store.partitionKey.map((part) => [true, part] as const),
    ]) {
      const key = parseMonotone(expression);
      if (key === null) continue;
      const made = madeOfTime(key, timeColumn, filled.get(key.column) ?? defaultOf(columns, key.column));
      // A bare time needs no help, and each part of a table knows the least and the greatest of its partition's columns.
      const isBare = isPartition ? isSaid(key.column) : expression === timeColumn;
      if (made === null || isBare || typeOf(facts, key.column) === undefined) continue;
      const column = onColumn(key);
      conditions.set(column, { because: expression, sql: betweenBounds(column, made) });
    }
  }
  return [...conditions.values()];
}

/** A time predicate together with what it means for the keys. */
export function duringByKeys(time: TimeExpressions, conditions: readonly KeyCondition[]): Layout['during'] {
  const { during, bounds } = time;
  if (bounds === null || conditions.length === 0) return during;
  return (span, binder) =>
    [during(span, binder), ...conditions.map(({ sql }) => sql(bounds(span, binder)))].join(' AND ');
}

/** The key as a function of the time; null where it is not one. */
function madeOfTime(key: Monotone, timeColumn: string, filledWith: string): Monotone | null {
  if (key.column === timeColumn) return key;
  const made = filledWith === '' ? null : parseMonotone(filledWith);
  if (made?.column !== timeColumn) return null;
  return { column: timeColumn, isFine: made.isFine || key.isFine, of: (inner) => key.of(made.of(inner)) };
}

function defaultOf(columns: readonly Column[], column: string): string {
  return columns.find(({ name }) => name === column)?.defaultExpression ?? '';
}

function betweenBounds(column: string, { isFine, of }: Monotone): KeyCondition['sql'] {
  return ({ start, last, end }) => `${column} BETWEEN ${of(start)} AND ${of(isFine ? end : last)}`;
}
