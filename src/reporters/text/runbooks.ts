import type { Report } from '../../core/report.js';
import { runbookUrlOf } from '../web-address.js';
import type { Pen } from './pen.js';
import { LABEL_COLUMNS, labelled, wrapped } from './rows.js';

/** More reasons than this are rare, and the first tell the most. */
const MOST_CODES = 3;

/** Where to read on about the findings that decided: the team's own page where there is one, else the command. Silent on a pass. */
export function runbookLines(report: Report, pen: Pen): readonly string[] {
  const { verdict, reasons } = report;
  if (verdict === 'pass') return [];
  const codes = [...new Set(reasons.map(({ code }) => code))].slice(0, MOST_CODES);
  const urls = new Set(codes.map((code) => runbookUrlOf(report, code)).filter((url) => url !== null));
  const others = codes.filter((code) => runbookUrlOf(report, code) === null);
  const texts = [...urls, ...(others.length === 0 ? [] : [`canary-verdict explain ${others.join(' ')}`])];
  const lines = texts.flatMap((text) => wrapped(pen.safe(text), pen.columns - LABEL_COLUMNS, MOST_LINES, pen));
  return labelled('runbook', lines, 'plain', pen);
}

/** An address is cut after so many lines. */
const MOST_LINES = 3;
