import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIRST_STATE, step, type WatchEvent, type WatchRules, type WatchState } from '../../../../src/core/watch.js';
import type { Evaluation } from '../../../../src/core/watch/evaluation.js';
import { repeat } from '../../../helpers/pair.js';

const BUCKET_MS = 30_000;
const RULES: WatchRules = {
  crossAfter: 2,
  recoverAfter: 3,
  blindAfter: 2,
  coolDownMs: 4 * BUCKET_MS,
  acceptAfterMs: 20 * BUCKET_MS,
  spanMs: 10 * BUCKET_MS,
  silence: [],
};

/** One look a letter: over, quiet, unsure; no data, late data, source failed. */
type Letter = 'o' | 'q' | 'u' | 'n' | 'l' | 'f';
const LEVELS = { o: 'over', q: 'quiet', u: 'unsure' } as const;
const CAUSES = { n: 'no-data', l: 'late-data', f: 'source-failed' } as const;

function lookOf(letter: Letter, atMs: number): Evaluation {
  const reason = { code: 'some-code', message: 'Some reason.' };
  if (letter === 'n' || letter === 'l' || letter === 'f') return { kind: 'blind', atMs, cause: CAUSES[letter], reason };
  const before = { errors: repeat(60, atMs), lines: repeat(60, null) };
  return { kind: 'judged', atMs, toMs: atMs, level: LEVELS[letter], errors: 1, limit: 1, usual: 1, before, reason };
}

interface Ran {
  readonly state: WatchState;
  /** What changed, as `NUMBER OF THE LOOK:EVENT`, from 1. */
  readonly events: readonly string[];
  readonly told: readonly string[];
  readonly states: readonly WatchState[];
}

/** A look a bucket, the first at the first bucket after midnight. */
function run(letters: string, rules: Partial<WatchRules> = {}): Ran {
  const [events, told, states]: [string[], string[], WatchState[]] = [[], [], []];
  let state = FIRST_STATE;
  for (const [index, letter] of letters.split('').entries()) {
    const next = step(Object.freeze(state), lookOf(letter as Letter, (index + 1) * BUCKET_MS), { ...RULES, ...rules });
    const numbered = (event: WatchEvent) => `${index + 1}:${event}`;
    events.push(...next.events.map(numbered));
    told.push(...next.tell.map(numbered));
    ({ state } = next);
    states.push(state);
  }
  return { state, events, told, states };
}

test.for([
  { looks: 'qoqoqo', events: [], why: 'single looks over the limit are no alarm' },
  { looks: 'qoo', events: ['3:crossed'], why: 'two in a row are' },
  { looks: 'ouo', events: [], why: 'a doubt in between begins the count anew' },
  { looks: 'ono', events: ['3:crossed'], why: 'a look that cannot judge does not' },
  { looks: 'ooooo', events: ['2:crossed'], why: 'an alarm is told once' },
  { looks: 'ooqqq', events: ['2:crossed', '5:recovered'], why: 'three quiet looks end it' },
  { looks: 'ooqqoqqoqq', events: ['2:crossed'], why: 'fewer do not' },
  { looks: 'ooqqnq', events: ['2:crossed'], why: 'nor do quiet looks with a gap between them' },
  { looks: 'oouuuuuu', events: ['2:crossed'], why: 'doubt is no recovery' },
  { looks: 'oonnnnnnnn', events: ['2:crossed', '4:blind'], why: 'no data are no recovery, and are told once' },
  { looks: 'qnqnqnqn', events: [], why: 'single looks without data are not told' },
  { looks: 'qnnnqqq', events: ['3:blind', '6:seeing'], why: 'nor is their end after one look' },
  { looks: 'qffllf', events: ['3:blind', '5:blind'], why: 'another cause is told too' },
  {
    looks: 'ooqqqooooo',
    events: ['2:crossed', '5:recovered', '9:crossed'],
    why: 'the next alarm waits for the cool-down',
  },
  { looks: 'ooqqqooqqqqq', events: ['2:crossed', '5:recovered'], why: 'and is none if it is over by then' },
  { looks: 'o'.repeat(30), events: ['2:crossed', '22:accepted', '24:crossed'], why: 'what lasts becomes the usual' },
])('$looks: $why', ({ looks, events }) => {
  expect(run(looks)).toMatchObject({ events, told: events });
});

test.for([
  { looks: 'qoo', from: 2, frozenAt: 2, why: 'from the first look over the limit on' },
  { looks: 'qoooooooo', from: 3, frozenAt: 2, why: 'while the alarm lasts' },
  { looks: 'ooqqqqqqqqqqqq', from: 6, frozenAt: 1, why: 'until the window before holds nothing of it' },
])('the baseline does not learn the incident: $why', ({ looks, from, frozenAt }) => {
  for (const { frozen } of run(looks).states.slice(from - 1)) expect(frozen?.errors[0]).toBe(frozenAt * BUCKET_MS);
});

test('afterwards it learns again', () => {
  expect(run('oo' + 'q'.repeat(13)).state.frozen).toBe(null);
  expect(run('oq').state.frozen).toBe(null);
});

test.for([
  { looks: 'qoooo', told: [], why: 'nobody is told' },
  { looks: 'ooqqq', told: [], why: 'what is over before the end never is' },
  { looks: 'o'.repeat(11), told: ['10:crossed'], why: 'what is not is told at the end' },
  { looks: 'qnnnnnnnnn', told: ['10:blind'], why: 'as are looks that cannot judge' },
])('in a silence until the tenth look, $looks: $why', ({ looks, told }) => {
  expect(run(looks, { silence: [{ fromMinute: 0, toMinute: 5 }] }).told).toEqual(told);
});

test('an end in a silence is told when that is over', () => {
  const silence = [{ fromMinute: 2, toMinute: 4 }];
  expect(run('ooqqqqqq', { silence }).told).toEqual(['2:crossed', '8:recovered']);
});

test('two looks at the same data are one', () => {
  const look = lookOf('o', BUCKET_MS);
  const first = step(FIRST_STATE, look, RULES).state;
  expect(step(first, { ...look, atMs: BUCKET_MS + 1 }, RULES).state).toEqual(first);
});

test('a clock that is set back by a day prolongs no cool-down by one', () => {
  let { state } = run('ooqqq');
  const dayMs = 86_400_000;
  const events: WatchEvent[] = [];
  for (let look = 1; look <= 6; look += 1) {
    const next = step(state, lookOf('o', look * BUCKET_MS - dayMs), RULES);
    events.push(...next.events);
    ({ state } = next);
  }
  expect(events).toEqual(['crossed']);
});

test.for([
  { level: 'q', events: [], why: 'one quiet look is no usual' },
  { level: 'o', events: [], why: 'nobody saw that it lasted' },
] as const)('an alarm is not accepted over days in which nobody looked: $why', ({ level, events }) => {
  const { state } = run('oo');
  const next = step(state, lookOf(level, 500 * BUCKET_MS), RULES);
  expect([next.events, next.state.isAlarmed]).toEqual([events, true]);
});

test('what is seen to last after a gap is accepted as late as what is seen at once', () => {
  let { state } = run('oo');
  const events: string[] = [];
  for (let look = 1; look <= 21; look += 1) {
    const next = step(state, lookOf('o', (500 + look) * BUCKET_MS), RULES);
    events.push(...next.events.map((event) => `${look}:${event}`));
    ({ state } = next);
  }
  expect(events).toEqual(['21:accepted']);
});

const letters = fc.string({ unit: fc.constantFrom('o', 'q', 'u', 'n', 'l', 'f'), maxLength: 300 });

test('alarms and their ends take turns, and so do those that people are told of', () => {
  fc.assert(
    fc.property(letters, fc.boolean(), (looks, isSilent) => {
      const { events, told } = run(looks, isSilent ? { silence: [{ fromMinute: 10, toMinute: 40 }] } : {});
      for (const list of [events, told]) {
        const turns = list.map((one) => one.split(':')[1]).filter((event) => event !== 'blind' && event !== 'seeing');
        expect(turns.every((event, index) => (event === 'crossed') === (index % 2 === 0))).toBe(true);
      }
    }),
  );
});

test('every recovery comes after as many quiet looks as it needs, and nothing but quiet ones', () => {
  fc.assert(
    fc.property(letters, (looks) => {
      for (const event of run(looks).events.filter((one) => one.endsWith(':recovered'))) {
        const look = Number(event.split(':')[0]);
        expect(looks.slice(look - RULES.recoverAfter, look)).toBe('q'.repeat(RULES.recoverAfter));
      }
    }),
  );
});

test('without silence people know what is, and what is remembered does not grow', () => {
  fc.assert(
    fc.property(letters, (looks) => {
      for (const { told, isAlarmed, view, ...rest } of run(looks).states) {
        expect(told).toEqual({ isAlarmed, view });
        expect(JSON.stringify(rest).length).toBeLessThan(1500);
      }
    }),
  );
});
