import type { Runbook, Step } from '../runbooks/index.js';
import type { TextOptions } from './options.js';
import { penOf, type Pen } from './text/pen.js';
import { wrap } from './text/width.js';

/** A runbook for people: what it means, its impact, what to look at and what to do. Queries stand whole, to be copied. */
export function runbookText(runbook: Runbook, options: TextOptions): string {
  const pen = penOf(options);
  const { code, title, means, impact } = runbook;
  const lines = [
    `${pen.paint.strong(code)}: ${title}`,
    '',
    ...wrap(means, pen.columns),
    ...wrap(`Impact: ${impact}`, pen.columns),
    '',
    pen.paint.strong('Diagnose'),
    ...runbook.diagnose.flatMap((step, index) => stepLines(step, index, pen)),
    // A query ends with a blank line already.
    ...(runbook.diagnose.at(-1)?.sql === undefined ? [''] : []),
    pen.paint.strong('Do'),
    ...runbook.do.flatMap((text, index) => numbered(text, index, pen)),
    ...(runbook.diagnose.some(({ sql }) => sql?.includes('{') === true) ? ['', ...wrap(PARAMETERS, pen.columns)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Every code with its title. */
export function runbookList(runbooks: readonly Runbook[], options: TextOptions): string {
  const pen = penOf(options);
  const width = Math.max(...runbooks.map(({ code }) => code.length));
  return runbooks.map(({ code, title }) => `${pen.paint.strong(code.padEnd(width))}  ${title}\n`).join('');
}

const PARAMETERS =
  'The queries fit the table otel_logs. Their {parameters} stand in the JSON report: service, from and to in query.parameters, releasedAt is release.at; give them to clickhouse client as --param_service=… and so on.';

function stepLines({ text, sql }: Step, index: number, pen: Pen): readonly string[] {
  const lines = numbered(text, index, pen);
  return sql === undefined ? lines : [...lines, '', ...sql.split('\n').map((line) => `     ${line}`), ''];
}

function numbered(text: string, index: number, { columns }: Pen): readonly string[] {
  return wrap(text, columns - 5).map((line, nth) => (nth === 0 ? `  ${index + 1}. ${line}` : `     ${line}`));
}
