import type { Verdict } from './core/verdict.js';

/** The contract with pipelines. Node ends with 1 by itself on a crash, so 1 is never one of ours. */
export const EXIT_CODE = {
  pass: 0,
  usage: 2,
  sourceFailed: 3,
  rollback: 10,
  inconclusive: 20,
  bug: 70,
  SIGINT: 130,
  SIGTERM: 143,
} as const;

/** What --if-inconclusive and --if-error turn the honest code into; null leaves it. */
export interface CodeMapping {
  readonly inconclusive: 'pass' | 'rollback' | null;
  readonly sourceFailed: 'pass' | 'rollback' | null;
}

/** The code of a verdict, mapped only where it is inconclusive. */
export function codeOfVerdict(verdict: Verdict, mapping: CodeMapping): number {
  return EXIT_CODE[verdict === 'inconclusive' ? (mapping.inconclusive ?? verdict) : verdict];
}

/** The code of a data source that failed. */
export function codeOfFailedSource(mapping: CodeMapping): number {
  return EXIT_CODE[mapping.sourceFailed ?? 'sourceFailed'];
}
