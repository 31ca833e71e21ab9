import type { BucketCount } from '../core/coverage.js';

/** The rows of a release as they come in over many looks: a later look at the same time replaces an earlier one. */
export interface Rows {
  all(): readonly BucketCount[];
  /** Takes what a look found from `fromMs` on; what was known of that time before is forgotten. */
  replaceFrom(fromMs: number, rows: readonly BucketCount[]): void;
}

export function collectRows(first: readonly BucketCount[]): Rows {
  const byStart = new Map(first.map((row) => [row.startMs, row]));
  return {
    all: () => [...byStart.values()],
    replaceFrom(fromMs, rows) {
      for (const startMs of byStart.keys()) if (startMs >= fromMs) byStart.delete(startMs);
      for (const row of rows) if (row.startMs >= fromMs) byStart.set(row.startMs, row);
    },
  };
}
