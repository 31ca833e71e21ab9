import type { Report } from '../core/report.js';
import type { TextOptions } from './options.js';
import { chartLines } from './text/chart.js';
import { earlyRows } from './text/early.js';
import { factRows } from './shown/facts.js';
import { headLines } from './text/head.js';
import { leftOutRow } from './shown/left-out.js';
import { noteLines } from './text/notes.js';
import { caughtRows } from './shown/caught.js';
import { penOf } from './text/pen.js';
import { reproduceLines } from './text/reproduce.js';
import { runbookLines } from './text/runbooks.js';
import type { Row } from './shown/row.js';
import { rowLines } from './text/rows.js';
import { signatureRows } from './text/signatures.js';

/** The report for people: one screen, the verdict first and what it rests on below. */
export function textReport(report: Report, options: TextOptions): string {
  const pen = penOf(options);
  const written = (rows: readonly Row[]) => rows.flatMap((row) => rowLines(row, pen));
  const lines = [
    ...headLines(report, pen),
    '',
    ...written([...factRows(report), ...earlyRows(report, pen)]),
    '',
    ...chartLines(report, pen),
    '',
    ...written([leftOutRow(report), ...signatureRows(report)]),
    ...noteLines(report, pen),
    ...written(caughtRows(report)),
    ...runbookLines(report, pen),
    ...reproduceLines(report, pen),
  ];
  return `${lines.join('\n')}\n`;
}
