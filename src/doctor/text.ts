import { oneLine } from '../core/text/one-line.js';
import type { TextOptions } from '../reporters/options.js';
import { penOf, type Ink } from '../reporters/text/pen.js';
import type { Checked } from './check.js';
import type { Diagnosis } from './diagnose.js';

const INK: Readonly<Record<Checked['status'], Ink>> = {
  ok: 'errors',
  warning: 'missing',
  failure: 'limit',
  skipped: 'faint',
};

/** One line a check, and below it how to put right what is not. */
export function diagnosisText({ checks, code }: Diagnosis, options: TextOptions): string {
  const pen = penOf(options);
  const width = Math.max(...checks.map(({ check }) => check.length));
  const lines = checks.flatMap(({ check, status, says, fix }) => [
    `${pen.paint[INK[status]](status.padEnd(STATUS_WIDTH))} ${check.padEnd(width)}  ${pen.safe(oneLine(says))}`,
    ...(fix === undefined
      ? []
      : [`${' '.repeat(STATUS_WIDTH + width + 3)}${pen.paint.strong(pen.safe(oneLine(fix)))}`]),
  ]);
  const count = (status: Checked['status']) => checks.filter((one) => one.status === status).length;
  const counted = (status: 'failure' | 'warning') => `${count(status)} ${status}${count(status) === 1 ? '' : 's'}`;
  const told = code === 0 ? 'judge can work here' : `judge would end with exit code ${code}`;
  return `${lines.join('\n')}\n\n${counted('failure')}, ${counted('warning')}: ${told}\n`;
}

const STATUS_WIDTH = 'failure'.length;
