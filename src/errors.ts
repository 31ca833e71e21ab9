/** Something the person running the tool can put right. Shown as one line and a hint, never with a stack. Exit code 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** What to do next, in the imperative, naming the flag or key. */
  readonly hint: string;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

/** How a data source can fail. A contract like the codes of findings; each has a runbook. */
export type SourceErrorCode =
  | 'bad-times'
  | 'busy'
  | 'coarse-counts'
  | 'cut'
  | 'dns'
  | 'exception'
  | 'failed'
  | 'locked'
  | 'login'
  | 'memory-limit'
  | 'missing-grant'
  | 'not-clickhouse'
  | 'odd-answer'
  | 'readonly'
  | 'refused'
  | 'timeout'
  | 'tls'
  | 'too-many-rows'
  | 'unknown-column'
  | 'unknown-columns'
  | 'unknown-database'
  | 'unknown-table'
  | 'unreachable'
  | 'wrong-layout';

/** The data source failed: unreachable, refused, timed out, wrong table. Shown as one line and a hint. Exit code 3. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  /** What to do next, in the imperative, naming the flag, the variable or the statement. */
  readonly hint: string;
  /** The short machine-readable cause, such as `refused` or `unknown-table`. */
  readonly code: SourceErrorCode;

  constructor(code: SourceErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

/** The run was stopped from outside. Exit code 130 or 143. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM', what = 'no verdict was reached') {
    super(`interrupted by ${signal}: ${what}`);
    this.signal = signal;
  }
}
