import { analyse, type Analysis } from './analysis.js';
import { JUDGES } from './judges/index.js';
import type { Rule } from './rule.js';
import type { SeriesPair } from './series.js';
import { decide, type Decision, type ReportedFinding } from './verdict.js';

/** A pair of series judged by a rule: what was found, what it means, and all the numbers. */
export interface Judgement extends Decision {
  readonly findings: readonly ReportedFinding[];
  readonly analysis: Analysis;
  /** Seconds after the release at which the verdict stood: the look at which the guard fired, else the end of the window. */
  readonly atSeconds: number;
}

/**
 * Judges a recorded pair of series: the same series and rule always give the same verdict.
 *
 * `observed` are findings made where the series came from, such as late data or a canary that logs nothing; they come first,
 * in the order given, and decide like any other.
 *
 * @throws RangeError when a count, the bucket, the exposure or the rule is not a number that can be judged.
 */
export function judgeSeries(pair: SeriesPair, rule: Rule, observed: readonly ReportedFinding[] = []): Judgement {
  const analysis = analyse(pair, rule);
  const judged = JUDGES.map((judge) => judge(analysis)).filter((finding) => finding !== null);
  const findings = [...observed, ...judged];
  const atSeconds = analysis.guard?.firedAtSeconds ?? analysis.after.buckets * analysis.bucketSeconds;
  return { ...decide(findings), findings, analysis, atSeconds };
}

/** The judgement with further findings, told last; the verdict is made anew. */
export function withFindings(judgement: Judgement, more: readonly ReportedFinding[]): Judgement {
  const findings = [...judgement.findings, ...more];
  return { ...judgement, ...decide(findings), findings };
}
