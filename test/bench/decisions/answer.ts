import { leastMissed } from './best-possible.js';
import type { Goal, Question } from './goals.js';
import type { Verdicts } from './measure.js';
import { BUCKET_SECONDS } from './models.js';
import { medianSecond, rollbacksBy, shareOf, type Measured, type Tally } from './tally.js';
import type { Release } from './trace.js';

/** One line of the table with what was measured. */
export interface Answer {
  readonly goal: Goal;
  readonly rule: Measured;
  readonly plain: Measured;
  readonly mannWhitney: Measured;
  /** Null where no limit is known. */
  readonly best: number | null;
}

/** Answers a goal's question about every kind of release, and keeps each judge's worst answer. */
export function answer(goal: Goal, verdictsOn: (release: Release) => Verdicts): Answer {
  const { question, releases } = goal;
  const worst = (judge: keyof Verdicts): Measured =>
    releases
      .map((release) => ask(question, verdictsOn(release)[judge]))
      .reduce((found, next) => (next.value > found.value ? next : found));
  const bounds = releases.map((release) => bestOf(question, release, verdictsOn(release)));
  return {
    goal,
    rule: worst('rule'),
    plain: worst('plain'),
    mannWhitney: worst('mannWhitney'),
    best: bounds.reduce((found, next) => (found === null || next === null ? null : Math.max(found, next))) ?? null,
  };
}

function ask(question: Question, tally: Tally): Measured {
  switch (question.kind) {
    case 'rolled-back':
      return shareOf(tally.rollbacks, tally.releases);
    case 'missed':
      return shareOf(tally.releases - tally.rollbacks, tally.releases);
    case 'inconclusive':
      return shareOf(tally.inconclusive, tally.releases);
    case 'early':
      return shareOf(tally.early, tally.releases);
    case 'missed-by':
      return shareOf(tally.releases - rollbacksBy(tally, question.second), tally.releases);
    case 'median-second':
      return medianSecond(tally);
  }
}

/** Whether the true value is over the goal, as far as the draws can tell: then even the lower limit is. */
export function isOver({ goal, rule }: Answer): boolean {
  return goal.goal !== null && rule.low > goal.goal;
}

function bestOf({ kind }: Question, release: Release, { sequential }: Verdicts): number | null {
  const { model, mean, effect } = release;
  if (model.kind !== 'poisson' || effect === 'new' || (release.scenario ?? 'clean') !== 'clean') return null;
  if (kind === 'missed') return leastMissed(mean, effect, 1800 / BUCKET_SECONDS, 300 / BUCKET_SECONDS);
  return kind === 'median-second' ? medianSecond(sequential).value : null;
}
