import type { Report } from '../core/report.js';
import type { Pen } from '../reporters/text/pen.js';
import type { Scenario } from './scenarios.js';

/** A scenario that was judged. */
export interface Judged {
  readonly scenario: Scenario;
  readonly report: Report;
}

/** A command to copy, and what one learns from it. */
export interface Suggestion {
  readonly learns: string;
  readonly words: readonly string[];
}

/** What the demo is, before its first report. */
export function introduction({ folder, seed }: { readonly folder: string; readonly seed: number }, pen: Pen): string {
  const lines = [
    'canary-verdict looks at a release five minutes later and says: carry on, or roll',
    'back. It counts the ERROR lines of a service in ClickHouse, and holds them',
    'against the half hour before.',
    `Here are two hours of made-up logs of three services (seed ${seed}), in ClickHouse's`,
    `embedded engine at ${pen.safe(folder)}, and a release of each.`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What stands above a report: which release it is, and how a colleague would tell it. */
export function heading({ service, told }: Scenario, index: number, count: number, pen: Pen): string {
  const title = ` ${index + 1} of ${count} · ${service} `;
  const rule = (cells: number): string => pen.glyphs.limit.repeat(Math.max(0, cells));
  const line = pen.safe(`${rule(4)}${title}${rule(pen.columns - title.length - 4)}`);
  return `\n${pen.paint.strong(line)}\n${pen.safe(told)}\n\n`;
}

/** One line a release: its verdict, and what a pipeline would have seen of it. */
export function summary(judged: readonly Judged[], pen: Pen): string {
  const lines = judged.map(({ scenario, report }) => {
    const verdict =
      pen.paint[report.verdict](` ${report.verdict} `) + ' '.repeat('inconclusive'.length - report.verdict.length);
    return `  ${scenario.service.padEnd(9)} ${verdict}  exit code ${String(report.exitCode).padEnd(3)} ${pen.safe(ENDINGS[report.verdict])}`;
  });
  return `\n${paragraph([pen.paint.strong(`${judged.length} releases, ${judged.length} verdicts`), '', ...lines])}`;
}

const ENDINGS = {
  pass: 'the pipeline goes on',
  rollback: 'the pipeline rolls back',
  inconclusive: 'nobody can tell: a person looks',
} as const satisfies Record<Report['verdict'], string>;

/** Commands to copy; a line too long for the terminal is broken where a shell joins it again. */
export function tryNext(suggestions: readonly Suggestion[], cleanUp: readonly string[], pen: Pen): string {
  return `\n${paragraph([
    pen.paint.strong('Try next'),
    ...suggestions.flatMap(({ learns, words }) => [
      '',
      pen.paint.faint(`# ${pen.safe(learns)}`),
      ...commandLines(words, pen.columns),
    ]),
    '',
    pen.paint.faint('# remove the demo'),
    ...commandLines(cleanUp, pen.columns),
  ])}`;
}

/** A command as lines of at most `columns` cells where its words allow, each flag beside its value. */
export function commandLines(words: readonly string[], columns: number): readonly string[] {
  const lines: string[] = [];
  for (const [index, word] of words.entries()) {
    const last = lines.at(-1);
    const unit =
      word.startsWith('--') && words[index + 1]?.startsWith('--') === false ? `${word} ${words[index + 1]}` : word;
    const isValue = words[index - 1]?.startsWith('--') === true && !word.startsWith('--');
    const room = columns - ' \\'.length;
    if (last === undefined) lines.push(word);
    else if (isValue || last.length + 1 + unit.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));
}

function paragraph(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
