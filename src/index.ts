/** The pure core of canary-verdict: judge recorded series in a program, without a process, a clock or a network. */
export { analyse, type Analysis } from './core/analysis.js';
export type { BaselineFigures } from './core/baseline.js';
export type { CanaryFigures } from './core/canary.js';
export type { ControlFigures } from './core/control.js';
export type { Evidence } from './core/evidence.js';
export {
  exposureByLines,
  exposureByShare,
  noteOfShare,
  noteOfWholeService,
  SAME_INSTANCES,
  shareByLines,
  smallestVisibleFactor,
  type Exposure,
  type Share,
} from './core/exposure.js';
export { budgetOf, isCurableByWaiting } from './core/extension.js';
export type { FindingCode } from './core/finding-codes.js';
export { guardThreshold, runGuard, type GuardFigures, type GuardLook } from './core/guard.js';
export { judgeSeries, type Judgement } from './core/judgement.js';
export { JUDGES, type Judge } from './core/judges/index.js';
export { FieldError, parseSeries } from './core/recorded-series.js';
export type {
  Report,
  ReportInterval,
  ReportQuery,
  ReportSeries,
  ReportSignature,
  ReportSource,
} from './core/report.js';
export { rebin } from './core/rebin.js';
export { DEFAULT_RULE, type Early, type Rule } from './core/rule.js';
export type { Control, Count, FineSeries, Series, SeriesPair } from './core/series.js';
export type { SmallestCaught } from './core/smallest-caught.js';
export { standIn, type NewCanary } from './core/stand-in.js';
export { cappedTotal } from './core/statistics/cap.js';
export { conditionalTestP, type CountComparison } from './core/statistics/conditional-test.js';
export { dispersionOf } from './core/statistics/dispersion.js';
export { guardLogEvidence, type GuardCounts } from './core/statistics/guard-evidence.js';
export { incidentBuckets } from './core/statistics/incident.js';
export { interpolatedMedian, plainMedian } from './core/statistics/median.js';
export { rankTestP } from './core/statistics/rank-test.js';
export type { Trend } from './core/trend.js';
export {
  decide,
  type Decision,
  type Finding,
  type FindingOutcome,
  type Reason,
  type ReportedFinding,
  type Verdict,
} from './core/verdict.js';
