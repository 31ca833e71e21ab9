import { BUCKET_SECONDS, type Model } from './models.js';
import type { Release } from './trace.js';

/** What is asked of the verdicts on some kinds of releases; the worst of the kinds counts. */
export type Question =
  | { readonly kind: 'rolled-back' }
  | { readonly kind: 'missed' }
  | { readonly kind: 'inconclusive' }
  | { readonly kind: 'early' }
  /** Not rolled back by that second after the release. */
  | { readonly kind: 'missed-by'; readonly second: number }
  | { readonly kind: 'median-second' };

/** One line of the table. */
export interface Goal {
  readonly quantity: string;
  readonly question: Question;
  readonly releases: readonly Release[];
  /** The most there may be, a share or seconds. Null where nothing is promised. */
  readonly goal: number | null;
}

const POISSON: Model = { kind: 'poisson' };
const NEGATIVE_BINOMIAL: Model = { kind: 'negative-binomial', dispersion: 3 };
const BURSTS: Model = { kind: 'bursts' };
const WAVES: Model = { kind: 'waves', tauSeconds: 120, sigma: 0.5 };
const ALL_MEANS = [0.05, 0.2, 0.5, 1, 2, 5, 20, 200];

const each = (means: readonly number[], release: Omit<Release, 'mean'>): readonly Release[] =>
  means.map((mean) => ({ ...release, mean }));

const falseRollback = (how: string, goal: number, release: Omit<Release, 'mean' | 'effect'>): Goal => ({
  quantity: `good release rolled back, mean 0.05 to 200: ${how}`,
  question: { kind: 'rolled-back' },
  releases: each(ALL_MEANS, { ...release, effect: 1 }),
  goal,
});

const missed = (effect: number, at: string, means: readonly number[], goal: number): Goal => ({
  quantity: `${effect} × the errors missed, mean ${at}`,
  question: { kind: 'missed' },
  releases: each(means, { model: POISSON, effect }),
  goal,
});

const medianDelay = (effect: number, at: string, means: readonly number[], goal: number): Goal => ({
  quantity: `median second of the rollback at ${effect} ×, mean ${at}`,
  question: { kind: 'median-second' },
  releases: each(means, { model: POISSON, effect }),
  goal,
});

const newError = (mean: number, missedGoal: number, secondGoal: number): readonly Goal[] => {
  const releases: readonly Release[] = [{ model: POISSON, mean, effect: 'new' }];
  const quantity = (what: string): string => `${what}, ${mean} a bucket where none was before`;
  return [
    { quantity: quantity('new error missed'), question: { kind: 'missed' }, releases, goal: missedGoal },
    {
      quantity: quantity('median second of the rollback'),
      question: { kind: 'median-second' },
      releases,
      goal: secondGoal,
    },
  ];
};

/** `errors` every `everySeconds` where none was before, and by when they must be found. */
const newErrorBy = (errors: number, everySeconds: number, second: number, goal: number | null): Goal => ({
  quantity: `new error not found by ${second} s, ${errors} every ${everySeconds} s where none was before`,
  question: { kind: 'missed-by', second },
  releases: [{ model: POISSON, mean: (errors * BUCKET_SECONDS) / everySeconds, effect: 'new' }],
  goal,
});

/** What the rule promises. */
export const GOALS: readonly Goal[] = [
  falseRollback('errors on their own (Poisson)', 0.01, { model: POISSON }),
  falseRollback('negative binomial, 3 × the variance', 0.02, { model: NEGATIVE_BINOMIAL }),
  falseRollback('bursts of up to 500', 0.02, { model: BURSTS }),
  falseRollback('waves of two minutes', 0.06, { model: WAVES }),
  falseRollback('the same waves, with stable instances', 0.005, { model: WAVES, control: true }),
  missed(3, '0.5', [0.5], 0.3),
  missed(3, '1', [1], 0.045),
  missed(3, '1.5', [1.5], 0.02),
  missed(3, '2', [2], 0.01),
  missed(3, '5 or more', [5, 20, 200], 0.001),
  missed(10, '0.05', [0.05], 0.4),
  missed(10, '0.2', [0.2], 0.01),
  missed(10, '0.5 or more', [0.5, 2, 20], 0),
  medianDelay(10, '0.5', [0.5], 60),
  medianDelay(10, '1', [1], 40),
  medianDelay(10, '2 or more', [2, 20], 20),
  medianDelay(3, '5', [5], 160),
  medianDelay(3, '20', [20], 40),
  medianDelay(3, '200', [200], 20),
  ...newError(1, 0.02, 120),
  ...newError(3, 0.005, 80),
  newErrorBy(1, 10, 120, 0.02),
  newErrorBy(3, 10, 80, 0.005),
  {
    quantity: 'rolled back early at exactly 2 ×, mean 0.05 to 200 (Poisson)',
    question: { kind: 'early' },
    releases: each(ALL_MEANS, { model: POISSON, effect: 2 }),
    goal: 0.01,
  },
];

const MEANS = [0.5, 2, 20];
const rolledBack = (quantity: string, releases: readonly Release[]): Goal => ({
  quantity,
  question: { kind: 'rolled-back' },
  releases,
  goal: null,
});
const good = (quantity: string, release: Omit<Release, 'mean' | 'effect'>): Goal =>
  rolledBack(`good release rolled back: ${quantity}`, each(MEANS, { ...release, effect: 1 }));

const rolledBackEarly = (how: string, effect: number, model: Model): Goal => ({
  quantity: `rolled back early at exactly ${effect} ×: ${how}`,
  question: { kind: 'early' },
  releases: each(ALL_MEANS, { model, effect }),
  goal: null,
});
const EARLY_MODELS: readonly (readonly [how: string, model: Model])[] = [
  ['errors on their own (Poisson)', POISSON],
  ['negative binomial, 3 × the variance', NEGATIVE_BINOMIAL],
  ['bursts of up to 500', BURSTS],
  ['waves of two minutes', WAVES],
];

/** How often the guard alone rolls back what is still allowed, and what changes nothing: all means. */
export const GUARD: readonly Goal[] = [2, 1].flatMap((effect) =>
  EARLY_MODELS.map(([how, model]) => rolledBackEarly(how, effect, model)),
);

/** What nobody promised: where the rule is weaker or stronger than its goals. Means 0.5, 2 and 20. */
export const BEYOND: readonly Goal[] = [
  {
    quantity: 'good release inconclusive (Poisson)',
    question: { kind: 'inconclusive' },
    releases: each(MEANS, { model: POISSON, effect: 1 }),
    goal: null,
  },
  rolledBack('1.5 × the errors rolled back (Poisson)', each(MEANS, { model: POISSON, effect: 1.5 })),
  newErrorBy(1, 30, 120, null),
  newErrorBy(3, 30, 80, null),
  good('a baseline of ten minutes', { model: POISSON, beforeSeconds: 600 }),
  good('a baseline of ten minutes, negative binomial, 3 × the variance', {
    model: NEGATIVE_BINOMIAL,
    beforeSeconds: 600,
  }),
  good('a baseline of ten minutes, bursts of up to 500', { model: BURSTS, beforeSeconds: 600 }),
  good('a baseline of five minutes, bursts of up to 500', { model: BURSTS, beforeSeconds: 300 }),
  good('negative binomial, 6 × the variance', { model: { kind: 'negative-binomial', dispersion: 6 } }),
  good('waves of ten minutes', { model: { kind: 'waves', tauSeconds: 600, sigma: 0.5 } }),
  good('waves of ten minutes, with stable instances', {
    model: { kind: 'waves', tauSeconds: 600, sigma: 0.5 },
    control: true,
  }),
  good('the fleet before it, 5 % of it after', { model: POISSON, exposureRatio: 0.05 }),
  good('a hundred errors while it starts, warm-up 30 s', { model: POISSON, scenario: 'restart' }),
  good('a rate that triples every hour', { model: POISSON, scenario: 'season' }),
  good('an earlier incident, twenty times the errors', { model: POISSON, scenario: 'incident' }),
  good('three times the errors on every instance', { model: POISSON, scenario: 'fleet' }),
  good('the same, with stable instances', { model: POISSON, scenario: 'fleet', control: true }),
  {
    quantity: '3 × the errors missed after an earlier incident, twenty times the errors',
    question: { kind: 'missed' },
    releases: each([2, 20], { model: POISSON, scenario: 'incident', effect: 3 }),
    goal: null,
  },
];
