import type { Judgement } from './judgement.js';

/** Reasons that a longer window can do away with: over the limit, but not enough to be sure. */
const CURABLE = new Set(['too-few-errors', 'single-burst']);

/**
 * The part of the error budget that each of `attempts` judgements of the same release may spend, for `Rule.budget`.
 *
 * Judged twice, a good release has two chances to look bad. With half of the budget each, the chance of either is at most the sum of
 * the two, which is the whole budget (Bonferroni's inequality); it is split beforehand, when an extension is allowed, not when
 * one is taken. The guard needs no split: it is one sequence of looks, however long (see `guardThreshold`).
 *
 * @example budgetOf(2) // 0.5
 */
export function budgetOf(attempts: number): number {
  return 1 / attempts;
}

/** Whether waiting longer may decide: inconclusive, and for nothing but too few errors to be sure. */
export function isCurableByWaiting({ verdict, reasons }: Judgement): boolean {
  return verdict === 'inconclusive' && reasons.every(({ code }) => CURABLE.has(code));
}
