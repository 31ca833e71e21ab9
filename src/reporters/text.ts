import type { Report } from '../core/report.js';
import type { TextOptions } from './options.js';
import { chartLines } from './text/chart.js';
import { factRows } from './text/facts.js';
import { headLines } from './text/head.js';
import { leftOutRow } from './text/left-out.js';
import { noteRows } from './text/notes.js';
import { penOf } from './text/pen.js';
import { reproduceLines } from './text/reproduce.js';
import { rowLines } from './text/rows.js';

/** The report for people: one screen, the verdict first and what it rests on below. */
export function textReport(report: Report, options: TextOptions): string {
  const pen = penOf(options);
  const rows = [leftOutRow(report), ...noteRows(report)];
  const lines = [
    ...headLines(report, pen),
    '',
    ...factRows(report).flatMap((row) => rowLines(row, pen)),
    '',
    ...chartLines(report, pen),
    '',
    ...rows.flatMap((row) => rowLines(row, pen)),
    ...reproduceLines(report, pen),
  ];
  return `${lines.join('\n')}\n`;
}
