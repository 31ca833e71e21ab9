import type { Verdict } from '../../../src/core/verdict.js';

/** What one judge said about one release. */
export interface Outcome {
  readonly verdict: Verdict;
  /** Seconds after the release at which the verdict stood. */
  readonly atSeconds: number;
  /** Whether it stood before the window was over. */
  readonly isEarly: boolean;
}

/** What one judge said about many releases. JSON-safe, so that processes can send it. */
export interface Tally {
  readonly releases: number;
  readonly rollbacks: number;
  readonly inconclusive: number;
  /** Rollbacks before the window was over. */
  readonly early: number;
  /** Rollbacks by the second at which they stood. */
  readonly bySecond: Readonly<Record<string, number>>;
}

export function tallyOf(outcomes: readonly Outcome[]): Tally {
  const rollbacks = outcomes.filter(({ verdict }) => verdict === 'rollback');
  const bySecond: Record<string, number> = {};
  for (const { atSeconds } of rollbacks) bySecond[atSeconds] = (bySecond[atSeconds] ?? 0) + 1;
  return {
    releases: outcomes.length,
    rollbacks: rollbacks.length,
    inconclusive: outcomes.filter(({ verdict }) => verdict === 'inconclusive').length,
    early: outcomes.filter(({ isEarly }) => isEarly).length,
    bySecond,
  };
}

export function addTallies(one: Tally, other: Tally): Tally {
  const seconds = new Set([...Object.keys(one.bySecond), ...Object.keys(other.bySecond)]);
  return {
    releases: one.releases + other.releases,
    rollbacks: one.rollbacks + other.rollbacks,
    inconclusive: one.inconclusive + other.inconclusive,
    early: one.early + other.early,
    bySecond: Object.fromEntries(
      [...seconds].map((second) => [second, (one.bySecond[second] ?? 0) + (other.bySecond[second] ?? 0)]),
    ),
  };
}

/** A measured value, and the 95 % limits of the true one. */
export interface Measured {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const Z_95 = 1.959963984540054;

/** A share with its Wilson limits, which hold for rare events too. */
export function shareOf(count: number, of: number): Measured {
  const share = count / of;
  const square = Z_95 ** 2 / of;
  const middle = (share + square / 2) / (1 + square);
  const reach = (Z_95 * Math.sqrt((share * (1 - share)) / of + square / (4 * of))) / (1 + square);
  return { value: share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/** Rollbacks that stood by that second. */
export function rollbacksBy({ bySecond }: Tally, second: number): number {
  return Object.entries(bySecond).reduce((sum, [at, count]) => (Number(at) <= second ? sum + count : sum), 0);
}

/** The median second of a rollback, with limits by order statistics; one that never came is infinitely late. */
export function medianSecond({ releases, bySecond }: Tally): Measured {
  const seconds = Object.entries(bySecond)
    .map(([second, count]) => [Number(second), count] as const)
    .sort(([one], [other]) => one - other);
  const ranked = (rank: number): number => {
    let passed = 0;
    return seconds.find(([, count]) => (passed += count) >= rank)?.[0] ?? Infinity;
  };
  const half = releases / 2;
  const reach = (Z_95 * Math.sqrt(releases)) / 2;
  return {
    value: ranked(Math.ceil(half)),
    low: ranked(Math.max(1, Math.floor(half - reach))),
    high: ranked(Math.ceil(half + reach) + 1),
  };
}
