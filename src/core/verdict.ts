import type { FindingCode } from './finding-codes.js';

/** What a run ends with. */
export type Verdict = 'pass' | 'rollback' | 'inconclusive';

/** What one judge says: `note` informs and never counts for or against. */
export type FindingOutcome = 'pass' | 'fail' | 'unknown' | 'note';

/** One thing a judge found, as data: what was observed, what it was held against, and the sentence for people. */
export interface Finding<Code extends string = FindingCode> {
  /** The judge that made it, such as `errors` or `coverage`. */
  readonly judge: string;
  /** Stable kebab-case code, such as `errors-over-limit`. */
  readonly code: Code;
  readonly outcome: FindingOutcome;
  /** What was observed, in `unit`; null where nothing was. */
  readonly observed: number | null;
  /** What it was held against, in `unit`; null where there is no limit. */
  readonly limit: number | null;
  readonly unit: string;
  /** One sentence with the numbers in it. */
  readonly because: string;
}

/** A finding in a report, which another version may have made under a code that is not known here. */
export type ReportedFinding = Finding<string>;

/** Why a verdict stands: the code and sentence of each finding that decided it. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}

export interface Decision {
  readonly verdict: Verdict;
  /** The findings that decided, most telling first; never empty. */
  readonly reasons: readonly Reason[];
}

const DECIDING = { rollback: 'fail', inconclusive: 'unknown', pass: 'pass' } as const satisfies Record<
  Verdict,
  FindingOutcome
>;

/**
 * Makes the verdict; nothing else does. One failing judge rolls back; one that could not tell withholds the pass;
 * no evidence at all is not a pass either.
 */
export function decide(findings: readonly ReportedFinding[]): Decision {
  const verdict = verdictOf(findings);
  const reasons = findings
    .filter(({ outcome }) => outcome === DECIDING[verdict])
    .map(({ code, because }) => ({ code, message: because }));
  if (reasons.length > 0) return { verdict, reasons };
  const code: FindingCode = 'nothing-judged';
  return { verdict, reasons: [{ code, message: 'No judge had anything to judge.' }] };
}

function verdictOf(findings: readonly ReportedFinding[]): Verdict {
  const outcomes = new Set(findings.map(({ outcome }) => outcome));
  if (outcomes.has('fail')) return 'rollback';
  if (outcomes.has('unknown') || !outcomes.has('pass')) return 'inconclusive';
  return 'pass';
}
