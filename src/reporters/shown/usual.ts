import { levelOf } from '../../core/level.js';
import type { Report } from '../../core/report.js';
import { earlyEndOf } from './early-end.js';

/** The level that decided: errors a bucket that are usual, seen from the canary's exposure. */
export interface Usual {
  /** Null without a baseline. */
  readonly level: number | null;
  /** The limit of one bucket: sensitivity × level. */
  readonly limit: number | null;
  /** The median of the window before; the floor that stands in for it where errors are sparse; or the stable instances, which allow more. */
  readonly from: 'median' | 'floor' | 'stable';
}

/** Levels this close are one: they differ by rounding only. */
const ROUNDING = 1e-9;

/** Finds out what the limit rests on. Where the looks decided it is the limit of that look. */
export function usualOf(report: Report): Usual {
  const { analysis, rule, exposureRatio } = report;
  const before = levelOf(analysis.before, exposureRatio, rule);
  const level = levelByThen(report);
  if (level === null || before === null) return { level: null, limit: null, from: 'median' };
  if (level > before * (1 + ROUNDING)) return { level, limit: level * rule.sensitivity, from: 'stable' };
  const isMedian = before <= exposureRatio * (analysis.before.median ?? 0) * (1 + ROUNDING);
  return { level: before, limit: before * rule.sensitivity, from: isMedian ? 'median' : 'floor' };
}

function levelByThen(report: Report): number | null {
  const end = earlyEndOf(report);
  if (end === null || !end.decided) return report.analysis.level;
  return (end.last.limit / report.rule.sensitivity / end.judgedSeconds) * report.bucketSeconds;
}
