import type { FindingCode } from '../core/finding-codes.js';
import type { SourceErrorCode } from '../errors.js';

/** What to know and do about one code, for someone on call. */
export interface Runbook {
  readonly code: string;
  /** A few words, such as `More errors than the limit allows`. */
  readonly title: string;
  /** What was seen. */
  readonly means: string;
  /** What it does to users or to the verdict. */
  readonly impact: string;
  /** What to look at, in order. */
  readonly diagnose: readonly Step[];
  /** What to do, likeliest first. */
  readonly do: readonly string[];
}

/** One thing to look at. */
export interface Step {
  readonly text: string;
  /**
   * A query for the `otel_logs` table. Its `{name:Type}` places bear the names of the parameters in the report (`query.parameters`):
   * `service`, and `from` and `to` in epoch milliseconds.
   */
  readonly sql?: string;
}

/** Everything that has a runbook: what a finding says, how a source fails, and a run that came to no end. */
export type RunbookCode = FindingCode | SourceErrorCode | 'not-over';

/** Some of the runbooks by their code. */
export type Contents = Readonly<Partial<Record<RunbookCode, Omit<Runbook, 'code'>>>>;
