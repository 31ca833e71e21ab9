import type { Report, RunbookUrls } from './report.js';

/** How a run ended: with a report, or without one because its source failed. Whoever waits for it must be told of both. */
export type Ending =
  { readonly kind: 'judged'; readonly report: Report } | { readonly kind: 'failed'; readonly failure: SourceFailure };

/** Why a source gave no answer. */
export interface SourceFailure {
  readonly service: string | null;
  /** What the process ends with, after --if-error. */
  readonly exitCode: number;
  /** Short machine-readable cause, such as `refused` or `unknown-table`. */
  readonly code: string;
  readonly message: string;
  /** What to do next. */
  readonly hint: string;
  /** The team's own pages, by code. */
  readonly runbookUrls?: RunbookUrls;
}
