import type { Runbook } from './runbook.js';

export type { Runbook, Step } from './runbook.js';

const RUNBOOKS: ReadonlyMap<string, Runbook> = new Map();

/** The runbook of a code; null for one that this version does not know, as in the report of a newer one. */
export function runbookFor(code: string): Runbook | null {
  return RUNBOOKS.get(code) ?? null;
}
