import type { Analysis } from './analysis.js';
import type { Decision, Finding } from './verdict.js';

/** A pair of series judged by a rule: what was found, what it means, and all the numbers. */
export interface Judgement extends Decision {
  readonly findings: readonly Finding[];
  readonly analysis: Analysis;
}
