import type { Level } from '../../core/levels.js';

/** What an alert watches, and when it fires. */
export interface AlertSubject {
  readonly level: Level;
  readonly sensitivity: number;
  /** How far back the median looks. */
  readonly beforeSeconds: number;
  /** Where a person reads what to do; null for the runbook of the tool itself. */
  readonly runbookUrl: string | null;
}

/** An alarm needs so many errors, as a rollback does: where hardly any are usual, the median is 0 and one error is above it. */
export const FEWEST_ERRORS = 3;

/** What to do about an alarm, for its text. */
export function whatToDo({ runbookUrl }: AlertSubject): string {
  return runbookUrl ?? 'canary-verdict explain errors-over-limit';
}

/** `1h30m` as Prometheus and Graphite both read it: in whole minutes where it is, else in seconds. */
export function shortDuration(seconds: number, minute: 'm' | 'min'): string {
  return seconds % 60 === 0 ? `${seconds / 60}${minute}` : `${seconds}s`;
}
