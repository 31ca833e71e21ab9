import type { SourceErrorCode } from '../../errors.js';

/** What was tried, as a person would name it; holds no user and no password. */
export interface Tried {
  /** `http://host:port`, or the data directory of the embedded engine, or the log files. */
  readonly where: string;
  /** `database.table`, or null for files. */
  readonly table: string | null;
  /** `--url`'s scheme; decides which advice fits. */
  readonly scheme: 'http' | 'https' | 'chdb' | 'file';
}

/** A failure in words. */
export interface Explained {
  readonly code: SourceErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** Puts one kind of failure into words; `detail` is what the other side said. */
export type Explain = (tried: Tried, detail: string) => Explained;

/** The table, or what stands for it. */
export function nameOfTable({ table, where }: Tried): string {
  return table ?? where;
}
