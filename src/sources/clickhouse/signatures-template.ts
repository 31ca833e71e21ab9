import {
  CLEANING,
  CODE,
  EXCEPTION_LINE,
  KEYS,
  LINE_BYTES,
  LINE_CHARACTERS,
  RULES,
  SHORT_CODE,
  type Rule,
} from '../../core/signatures/rules.js';
import { CODE_MARK } from '../../core/signatures/template.js';

/** A text without colours, which hardly any line has. */
const plain = (text: string) => `if(position(${text}, '\\x1b') = 0, ${text}, ${applied(text, KEYS.colours)})`;

/** The code that the template of a line keeps, as it was logged; empty where it keeps none. */
const shortCode = (text: string) => `extract(extract(${text}, ${literal(KEYS.code)}), ${literal(KEYS.shortCode)})`;

/**
 * Definitions of `line_key`, which every line gets: cheap, and different for lines with different templates or exceptions. What is left without
 * numbers is one of few texts: low cardinality asks each of them once whether a code is worth looking for.
 */
export function digitsKey(body: string): readonly string[] {
  return [
    `substring(${body}, 1, ${LINE_BYTES}) AS line_start`,
    `${plain('line_start')} AS line_plain`,
    `toLowCardinality(${applied('line_plain', KEYS.digits)}) AS line_digits`,
    `if(extract(line_digits, ${literal(KEYS.mayHoldCode)}) = '', '', ${shortCode('line_plain')}) AS line_code`,
    `cityHash64(line_digits, line_code, line_exception) AS line_key`,
  ];
}

/** The same, more expensive and coarser, for the lines that are left. */
export const ROUGH_KEY = `cityHash64(${KEYS.rough.reduce(applied, plain('digits_start'))}, ${shortCode(plain('digits_start'))}, extract(digits_start, ${literal(EXCEPTION_LINE)}), digits_exception)`;

/** Definitions that make `told_template` from `rough_start`, step by step as `templateOf` does. */
export function templateSteps(): readonly string[] {
  const mark = literal(CODE_MARK);
  return [
    `toValidUTF8(rough_start) AS told_valid`,
    `substring(replaceOne(extract(told_valid, ${literal(EXCEPTION_LINE)}), 'Caused by: ', ''), 2) AS told_line_exception`,
    `trim(BOTH ' ' FROM substringUTF8(${CLEANING.reduce(applied, 'told_valid')}, 1, ${LINE_CHARACTERS})) AS told_line`,
    `extract(told_line, ${literal(CODE)}) AS told_any_code`,
    `if(match(told_any_code, ${literal(SHORT_CODE)}), told_any_code, '') AS told_code`,
    `${RULES.reduce(applied, `if(told_code = '', told_line, replaceOne(told_line, told_code, ${mark}))`)} AS told_folded`,
    `trim(BOTH ' ' FROM replaceOne(told_folded, ${mark}, told_code)) AS told`,
    `if(told_line_exception = '' OR position(told, told_line_exception) > 0, told, concat(told, ' ', told_line_exception)) AS told_template`,
  ];
}

function applied(expression: string, { pattern, replacement }: Rule): string {
  return `replaceRegexpAll(${expression}, ${literal(pattern)}, ${literal(replacement)})`;
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
