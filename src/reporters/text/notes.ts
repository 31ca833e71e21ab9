import type { Report } from '../../core/report.js';
import { numberText } from '../../core/wording.js';
import { earlyEndOf } from '../shown/early-end.js';
import type { Pen } from './pen.js';
import { LABEL_COLUMNS, labelled, wrapped } from './rows.js';

/** So many notes are told whole; further ones only while they leave the rest on the screen. */
const TOLD_WHOLE = 2;
const MOST_LINES = 4;

/** A single note is cut after so many lines, whatever it quotes. */
const LONGEST_NOTE = 6;

/** Findings that rows of their own tell with their numbers. */
const TOLD_BY_ROWS = ['incident-scrubbed', 'early-rollback', 'control-silent'];

/** Findings about clocks and windows, which say the least about the release. */
const TECHNICAL = new Set(['clock', 'windows']);

/** What else a reader should know: the other reasons and the findings that did not decide. The head tells the first reason. */
export function noteLines(report: Report, pen: Pen): readonly string[] {
  const wrappedNote = (text: string) => wrapped(pen.safe(text), pen.columns - LABEL_COLUMNS, LONGEST_NOTE, pen);
  const notes = notesOf(report).map(wrappedNote);
  const shown: string[] = [];
  let told = 0;
  for (const lines of notes) {
    if (told >= TOLD_WHOLE && shown.length + lines.length > MOST_LINES) break;
    shown.push(...lines);
    told += 1;
  }
  const rest = notes.length - told;
  if (rest > 0) shown.push(...wrappedNote(`${numberText(rest)} more: see --format json`));
  return labelled('notes', shown, 'plain', pen);
}

function notesOf(report: Report): readonly string[] {
  const { reasons, findings } = report;
  const told = new Set([...TOLD_BY_ROWS, ...reasons.map(({ code }) => code)]);
  // What the errors of a window that was cut short come to says nothing; the looks do.
  const isCutShort = earlyEndOf(report)?.decided === true;
  const others = reasons.slice(1).filter(({ code }) => !TOLD_BY_ROWS.includes(code));
  const asides = findings.filter(
    ({ code, outcome, judge }) => outcome !== 'pass' && !told.has(code) && !(isCutShort && judge === 'errors'),
  );
  const telling = asides.filter(({ judge }) => !TECHNICAL.has(judge));
  const technical = asides.filter(({ judge }) => TECHNICAL.has(judge));
  return [...others.map(({ message }) => message), ...[...telling, ...technical].map(({ because }) => because)];
}
