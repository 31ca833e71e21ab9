import type { Interval } from '../../../core/window.js';
import type { Selector } from '../../settings.js';
import type { Binder } from '../sql.js';
import type { Level } from '../../../core/levels.js';

/** The name under which every layout defines a row's time as whole epoch milliseconds, rounded down. */
export const LINE_MS = 'line_ms';

/** How one shape of log table is asked: SQL expressions over its columns; every value goes through the binder. */
export interface Layout {
  readonly name: string;
  /**
   * What the rows are read from: a quoted table, a table function, or a query in parentheses. The span holds every
   * window of the question, and the service is the one it is about, for those that must prune inside.
   */
  from(binder: Binder, span: Interval, service?: string): string;
  /** What `from` sees to already where it is told the service, so that it need not be said again; nothing where absent. */
  readonly fromHolds?: 'service' | 'service and span';
  /** Whether a row lies in the span, said so that the sorting key can prune. */
  during(span: Interval, binder: Binder): string;
  /** A layout that counts the same for less, unless it fails; none where absent. */
  readonly quicker?: Layout;
  /** The rows that it fails to count, as a condition. */
  readonly failsFor?: string;
  /** What the query defines ahead with `expression AS name`, {@link LINE_MS} among it. */
  readonly definitions: readonly string[];
  /** Whether a row's time may be unreadable, so that such rows must be looked for. */
  readonly mayHaveBadTimes: boolean;
  /** How many lines a row stands for, as a number; null where each row is one line. */
  readonly weight: string | null;
  /**
   * How often somebody was heard by a row, as a number: above zero also where the row counts no line, which then proves that nothing
   * went wrong. Absent where lines are the only signs of life.
   */
  readonly heard?: string;
  /** For counts over some time: the instant up to which a row proves that data are there, in milliseconds. */
  readonly until?: string;
  /** Whether a row is at this level or worse. The span, here and below, serves those that look things up elsewhere. */
  errors(level: Level, binder: Binder, span: Interval): string;
  /** The level as it was written, as a String; absent where it is no single text. */
  readonly levelText?: string;
  /**
   * What a row says of its level, as a String that has few values whatever stands in the table: a spelling, or a number.
   * Empty or null where it says nothing that is understood: then it is no proof that nothing went wrong.
   */
  saidLevel(binder: Binder, span: Interval): string;
  /**
   * The severity number of OpenTelemetry for what a row says: 1 to 24, 0 where it is not understood, and more where it is
   * not understood and as bad as any level all the same.
   */
  severityOf(said: string): number;
  /** Whether a row is the service's; null where all rows are. */
  ofService(service: string, binder: Binder, span: Interval): string | null;
  /** Name of the service that wrote a row, as a String; null where rows do not say. */
  readonly serviceName: string | null;
  /** Name of the instance that wrote a row, as a String, empty where it says none; null where rows never say. */
  readonly instanceName: string | null;
  /** Version that wrote a row, likewise. */
  readonly versionName: string | null;
  /** The line's text, as a String; null where rows are counts. */
  readonly message: string | null;
  /** Type of the exception that a line is about, as a String, empty where it says none; null where lines never say. */
  readonly exceptionType: string | null;
  /**
   * Whether a row is the canary's: values of one key are alternatives, different keys must all match, a missing key
   * never does. Throws a UserError for a key that the table does not have.
   */
  selected(selectors: readonly Selector[], binder: Binder, span: Interval): string;
}

/** Selectors by key, in the order in which the keys were first given. */
export function valuesByKey(selectors: readonly Selector[]): readonly (readonly [string, readonly string[]])[] {
  const byKey = new Map<string, string[]>();
  for (const { key, value } of selectors) byKey.set(key, [...(byKey.get(key) ?? []), value]);
  return [...byKey];
}
