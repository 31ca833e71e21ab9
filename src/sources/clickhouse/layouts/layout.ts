import type { Interval } from '../../../core/window.js';
import type { Selector } from '../../settings.js';
import type { Binder } from '../sql.js';
import type { Level } from '../../../core/levels.js';

/** A column as DESCRIBE tells it. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** The name under which every layout defines a line's time as whole epoch milliseconds, rounded down. */
export const LINE_MS = 'line_ms';

/** How one shape of log table is asked: SQL expressions over its columns; every value goes through the binder. */
export interface Layout {
  readonly name: string;
  /** What the rows are read from: a quoted table, or a table function. */
  from(binder: Binder): string;
  /** Whether a line lies in the span, said so that the sorting key can prune. */
  during(span: Interval, binder: Binder): string;
  /** What the query defines ahead with `expression AS name`, {@link LINE_MS} among it. */
  readonly definitions: readonly string[];
  /** Whether a line's time may be unreadable, so that such lines must be looked for. */
  readonly mayHaveBadTimes: boolean;
  /** Whether a line is at this level or worse. */
  errors(level: Level, binder: Binder): string;
  /** Whether a line carries a level that is understood at all: without one it is no proof that nothing went wrong. */
  recognised(binder: Binder): string;
  /** Whether a line is the service's; null where all lines are. */
  ofService(service: string, binder: Binder): string | null;
  /** Name of the service that wrote a line, as a String; null where lines do not say. */
  readonly serviceName: string | null;
  /** Name of the instance that wrote a line, as a String, empty where it says none; null where lines never say. */
  readonly instanceName: string | null;
  /** Version that wrote a line, likewise. */
  readonly versionName: string | null;
  /** Whether a line is the canary's: values of one key are alternatives, different keys must all match. */
  selected(selectors: readonly Selector[], binder: Binder): string;
}

/** Selectors by key, in the order in which the keys were first given. */
export function valuesByKey(selectors: readonly Selector[]): readonly (readonly [string, readonly string[]])[] {
  const byKey = new Map<string, string[]>();
  for (const { key, value } of selectors) byKey.set(key, [...(byKey.get(key) ?? []), value]);
  return [...byKey];
}
