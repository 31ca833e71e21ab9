import type { Report } from '../../core/report.js';
import { countText, numberText } from '../../core/wording.js';
import type { Row } from './rows.js';

/** More notes than this would push the rest off the screen. */
const MOST_NOTES = 4;

/** Findings that the row of what was left out tells with its counts. */
const TOLD_AS_LEFT_OUT = ['incident-scrubbed'];

/** What else a reader should know: the other reasons, the findings that did not decide, and what a pass would have seen. */
export function noteRows(report: Report): readonly Row[] {
  const others = report.reasons.slice(1).map(({ message }) => message);
  const told = new Set([...TOLD_AS_LEFT_OUT, ...report.reasons.map(({ code }) => code)]);
  const asides = report.findings
    .filter(({ code, outcome }) => outcome !== 'pass' && !told.has(code))
    .map(({ because }) => because);
  const notes = [...others, ...asides];
  const shown = notes.length > MOST_NOTES ? notes.slice(0, MOST_NOTES - 1) : notes;
  const rest = notes.length - shown.length;
  const texts = rest > 0 ? [...shown, `${numberText(rest)} more: see --format json`] : shown;
  return [
    ...texts.map((text, index) => ({ label: index === 0 ? 'notes' : '', text, mostLines: 2 })),
    ...caughtRow(report),
  ];
}

function caughtRow({ verdict, analysis: { smallestCaught } }: Report): readonly Row[] {
  if (verdict !== 'pass' || smallestCaught === null) return [];
  const { errors, ratio } = smallestCaught;
  const times = ratio === null ? '' : `, ${numberText(ratio)} × the average before`;
  return [{ label: 'would catch', text: `from ${countText(errors, 'error')} on${times}` }];
}
