import type { Report } from '../core/report.js';
import { withoutLogCommands } from '../core/text/log-commands.js';

/** A list of nothing but numbers and nulls over several lines; in JSON a raw line break is never part of a string. */
const LIST_OF_COUNTS = /\[\n[^[\]{}"]*\]/g;

/** What `JSON.stringify` leaves as it is although a terminal obeys it: C1 controls, bidi overrides, line separators. */
const OBEYED_BY_TERMINALS = /[\u007f-\u009f]|(?!\n)[\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The report as indented JSON, the counts of a window on one line; safe to print on a terminal or in a CI log as it is. */
export function jsonReport(report: Report): string {
  return jsonText(report);
}

/** A value in the same form. */
export function jsonText(value: object): string {
  const text = JSON.stringify(value, null, 2)
    .replace(LIST_OF_COUNTS, (list) => list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'))
    .replace(OBEYED_BY_TERMINALS, escapeUnits);
  return `${withoutLogCommands(text, escapeUnits)}\n`;
}

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => escapeUnit(character.charCodeAt(index))).join('');
}

function escapeUnit(unit: number): string {
  return String.raw`\u` + unit.toString(16).padStart(4, '0');
}
