import { isOver, type Answer } from './answer.js';
import type { Question } from './goals.js';
import type { Measured } from './tally.js';

/** The answers as a table in Markdown. */
export function tableOf(answers: readonly Answer[]): string {
  const hasGoals = answers.some(({ goal }) => goal.goal !== null);
  const head = [
    '',
    ...(hasGoals ? ['goal'] : []),
    'canary-verdict (95 % limits)',
    'plain median × 2',
    'Mann-Whitney',
    ...(hasGoals ? ['best possible'] : []),
  ];
  const lines = answers.map((line) => {
    const { goal, rule, plain, mannWhitney, best } = line;
    const text = (value: number): string => valueText(goal.question, value);
    return [
      goal.quantity,
      ...(hasGoals ? [goalText(line)] : []),
      `${isOver(line) ? '**over** ' : ''}${measuredText(goal.question, rule)}`,
      text(plain.value),
      text(mannWhitney.value),
      ...(hasGoals ? [best === null ? '–' : text(best)] : []),
    ];
  });
  return [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}

/** How often the guard alone rolls back: other rules have none to compare with. */
export function guardTableOf(answers: readonly Answer[]): string {
  const lines = answers.map(({ goal, rule }) => `| ${goal.quantity} | ${measuredText(goal.question, rule)} |\n`);
  return `| | canary-verdict (95 % limits) |\n| --- | ---: |\n${lines.join('')}`;
}

function goalText({ goal: { goal, question } }: Answer): string {
  if (goal === null) return '–';
  return `≤ ${valueText(question, goal)}`;
}

function measuredText(question: Question, { value, low, high }: Measured): string {
  const limit = (bound: number): string => valueText(question, bound).replace(/ [%s]$/, '');
  return `${valueText(question, value)} (${limit(low)}–${limit(high)})`;
}

function valueText({ kind }: Question, value: number): string {
  if (kind === 'median-second') return Number.isFinite(value) ? `${value} s` : 'never';
  const percent = value * 100;
  if (percent < 0.005) return '0 %';
  if (percent < 0.1) return `${percent.toFixed(2)} %`;
  return `${Number(percent.toFixed(percent < 50 ? 1 : 0))} %`;
}
