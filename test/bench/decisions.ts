// `npm run bench:decisions`: how often the rule is right on releases whose truth is known, beside its goals and other rules.
// Writes the page decisions.md beside this file, and two of its tables into the README. --quick draws only a few releases and prints; a full run takes minutes.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { answer } from './decisions/answer.js';
import { BEYOND, GOALS, GUARD, type Goal } from './decisions/goals.js';
import type { Task, Verdicts } from './decisions/measure.js';
import { pageOf } from './decisions/page.js';
import { guardTableOf, tableOf } from './decisions/table.js';
import { addTallies } from './decisions/tally.js';
import type { Release } from './decisions/trace.js';
import { measureAll } from './decisions/workers.js';
import { tidy, withBlock } from './markdown.js';

const PAGE = path.resolve(import.meta.dirname, 'decisions.md');
const README = path.resolve(import.meta.dirname, '../../README.md');
/** So many at a time keep all processes busy to the end. */
const RELEASES_A_TASK = 500;

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, releases: { type: 'string' }, quick: { type: 'boolean' } },
});
const seed = Number(values.seed);
const releases = Number(values.releases ?? (values.quick === true ? 20 : 5000));

const kinds = new Map<string, Release>();
for (const release of [...GOALS, ...BEYOND, ...GUARD].flatMap((goal) => goal.releases))
  kinds.set(JSON.stringify(release), release);
const tasks: readonly Task[] = [...kinds.values()].flatMap((release) =>
  Array.from({ length: Math.ceil(releases / RELEASES_A_TASK) }, (_, part) => ({
    seed,
    release,
    part,
    releases: Math.min(RELEASES_A_TASK, releases - part * RELEASES_A_TASK),
  })),
);

const results = await measureAll(tasks, availableParallelism(), (finished) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${finished} of ${tasks.length} parts`);
});
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');

const verdicts = new Map<string, Verdicts>();
for (const [index, { release }] of tasks.entries()) {
  const key = JSON.stringify(release);
  const [before, more] = [verdicts.get(key), results[index]!];
  verdicts.set(key, before === undefined ? more : add(before, more));
}
const verdictsOn = (release: Release): Verdicts => verdicts.get(JSON.stringify(release))!;
const answers = (goals: readonly Goal[]) => goals.map((goal) => answer(goal, verdictsOn));
const page = await tidy(
  pageOf({ goals: answers(GOALS), beyond: answers(BEYOND), guard: answers(GUARD) }, seed, releases),
);
process.stdout.write(page);
if (values.quick !== true) {
  writeFileSync(PAGE, page);
  const readme = withBlock(
    withBlock(readFileSync(README, 'utf8'), 'goals', await tidy(tableOf(answers(GOALS)))),
    'guard',
    await tidy(guardTableOf(answers(GUARD))),
  );
  writeFileSync(README, readme);
}

function add(one: Verdicts, other: Verdicts): Verdicts {
  return {
    rule: addTallies(one.rule, other.rule),
    plain: addTallies(one.plain, other.plain),
    mannWhitney: addTallies(one.mannWhitney, other.mannWhitney),
    sequential: addTallies(one.sequential, other.sequential),
  };
}
