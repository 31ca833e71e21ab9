import { expect, test } from 'vitest';
import { doubtOf } from '../../../../src/core/signatures/newness.js';
import { seededChance, type Chance } from '../../../../src/demo/chance.js';

const GROUP = { judged: 3, occasions: 3, elsewhereAfter: 0 };
const DAY = { total: 20, novelties: 0, pastBuckets: 2940, watchedBuckets: 2205 };
const HALF_HOUR = { total: 5, novelties: 0, pastBuckets: 60, watchedBuckets: 45 };
const FIVE_MINUTES = { judgedBuckets: 9, bucketSeconds: 30, budget: 1 };

test.for([
  { why: 'three lines in three buckets, a day without it', group: {}, past: DAY, doubt: null },
  { why: 'two lines are too few', group: { judged: 2, occasions: 2 }, past: DAY, doubt: 'too-few' },
  { why: 'a burst in one bucket is one occasion', group: { judged: 400, occasions: 1 }, past: DAY, doubt: 'too-few' },
  { why: 'the old version shows it too', group: { elsewhereAfter: 1 }, past: DAY, doubt: 'elsewhere' },
  { why: 'two novelties a day are rare', group: {}, past: { ...DAY, novelties: 2 }, doubt: null },
  { why: 'three are not', group: {}, past: { ...DAY, novelties: 3 }, doubt: 'usual' },
  { why: 'three in half an hour may be chance', group: {}, past: HALF_HOUR, doubt: 'chance' },
  {
    why: 'four fill less than half of nine buckets',
    group: { judged: 4, occasions: 4 },
    past: HALF_HOUR,
    doubt: 'short-past',
  },
  { why: 'five of nine do', group: { judged: 5, occasions: 5 }, past: HALF_HOUR, doubt: null },
] as const)('$doubt: $why', ({ group, past, doubt }) => {
  expect(doubtOf({ ...GROUP, ...group }, past, FIVE_MINUTES)).toBe(doubt);
});

test('half of the budget asks for more', () => {
  expect(doubtOf(GROUP, { ...DAY, novelties: 2 }, { ...FIVE_MINUTES, budget: 0.5 })).toBe('usual');
});

/** What a service says: each of its errors comes on its own or in bursts, at a rate of its own, whatever is released. */
interface World {
  /** Errors that exist, and the mean pause between two occasions of the most and the least frequent of them, in buckets. */
  readonly errors: number;
  readonly pause: readonly [number, number];
  /** Buckets that one occasion lasts. */
  readonly burst: number;
}

/** How often releases that change nothing are called bad, in so many trials. */
function falseAlarms({ errors, pause, burst }: World, pastBuckets: number, trials: number, chance: Chance): number {
  let alarms = 0;
  const learnt = Math.ceil(pastBuckets / 4);
  for (let trial = 0; trial < trials; trial += 1) {
    const seen = Array.from({ length: errors }, () => {
      const mean = pause[0] * (pause[1] / pause[0]) ** chance();
      const buckets = new Set<number>();
      for (let at = -burst - mean * Math.log(1 - chance()); at < pastBuckets + 9; at -= mean * Math.log(1 - chance())) {
        for (let bucket = Math.ceil(at); bucket < at + burst; bucket += 1) {
          if (bucket >= 0 && bucket < pastBuckets + 9) buckets.add(bucket);
        }
      }
      return [...buckets].sort((a, b) => a - b);
    }).filter((buckets) => buckets.length > 0);
    const isNovelty = ([first = 0, , third = Infinity]: readonly number[]) =>
      first >= learnt && first < pastBuckets && third < pastBuckets && third - first < 9;
    const reading = {
      total: seen.length,
      novelties: seen.filter(isNovelty).length,
      pastBuckets,
      watchedBuckets: pastBuckets - learnt,
    };
    const isAlarm = seen.some((buckets) => {
      const occasions = buckets.filter((bucket) => bucket >= pastBuckets).length;
      const isNew = buckets.length === occasions;
      return isNew && doubtOf({ ...GROUP, judged: occasions, occasions }, reading, FIVE_MINUTES) === null;
    });
    if (isAlarm) alarms += 1;
  }
  return alarms / trials;
}

test.for([
  { why: 'thirty errors, each on its own', errors: 30, pause: [2, 20_000], burst: 1, day: 0.002, halfHour: 0.005 },
  { why: 'a hundred rare ones', errors: 100, pause: [100, 20_000], burst: 1, day: 0.002, halfHour: 0.005 },
  {
    why: 'bursts of two minutes, every hour or every few days',
    errors: 30,
    pause: [120, 9000],
    burst: 4,
    day: 0.006,
    halfHour: 0.005,
  },
  {
    why: 'an error that nobody saw before, three times a day',
    errors: 1000,
    pause: [800_000, 1_200_000],
    burst: 4,
    day: 0.008,
    halfHour: 0.01,
  },
  {
    why: 'incidents of five minutes, each with an error of its own',
    errors: 30,
    pause: [3000, 9000],
    burst: 10,
    day: 0.006,
    halfHour: 0.04,
  },
] as const)('$why: good releases are seldom called bad', ({ day, halfHour, ...world }) => {
  const chance = seededChance(17);
  const [withLookBack, without] = [falseAlarms(world, 2940, 3000, chance), falseAlarms(world, 60, 3000, chance)];
  expect(withLookBack).toBeLessThanOrEqual(day);
  expect(without).toBeLessThanOrEqual(halfHour);
});
