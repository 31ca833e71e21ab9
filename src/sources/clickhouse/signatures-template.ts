import {
  CLEANING,
  BRACKET,
  CODE,
  DIGITS,
  EXCEPTION_LINE,
  LINE_BYTES,
  LINE_CHARACTERS,
  SHORT_CODE,
  ROUGH,
  RULES,
  type Rule,
} from '../../core/signatures/rules.js';
import { CODE_MARK } from '../../core/signatures/template.js';

/** Bytes of a body, behind the bracket that makes a code at its start one like any other. */
const start = (body: string) => `concat('${BRACKET}', substring(${body}, 1, ${LINE_BYTES}))`;

/** Definitions of `line_key`, which every line gets: cheap, and different for lines with different templates or exceptions. */
export function digitsKey(body: string): readonly string[] {
  return [
    `${start(body)} AS line_start`,
    `cityHash64(${applied('line_start', DIGITS)}, extract(line_start, ${literal(CODE)}), line_exception) AS line_key`,
  ];
}

/** The same, more expensive and coarser, for the lines that are left. */
export const ROUGH_KEY = `cityHash64(${applied('digits_start', ROUGH)}, extract(digits_start, ${literal(CODE)}), extract(digits_start, ${literal(EXCEPTION_LINE)}), digits_exception)`;

/** Definitions that make `told_template` from `rough_start`, step by step as `templateOf` does. */
export function templateSteps(): readonly string[] {
  const mark = literal(CODE_MARK);
  const cleaned = CLEANING.reduce(applied, `substring(told_valid, ${BRACKET.length + 1})`);
  return [
    `toValidUTF8(rough_start) AS told_valid`,
    `substring(replaceOne(extract(told_valid, ${literal(EXCEPTION_LINE)}), 'Caused by: ', ''), 2) AS told_line_exception`,
    `concat('${BRACKET}', trim(BOTH ' ' FROM substringUTF8(${cleaned}, 1, ${LINE_CHARACTERS}))) AS told_line`,
    `extract(told_line, ${literal(CODE)}) AS told_any_code`,
    `if(match(told_any_code, ${literal(SHORT_CODE)}), told_any_code, '') AS told_code`,
    `${RULES.reduce(applied, `if(told_code = '', told_line, replaceOne(told_line, told_code, ${mark}))`)} AS told_folded`,
    `trim(BOTH ' ' FROM substring(replaceOne(told_folded, ${mark}, told_code), ${BRACKET.length + 1})) AS told`,
    `if(told_line_exception = '' OR position(told, told_line_exception) > 0, told, concat(told, ' ', told_line_exception)) AS told_template`,
  ];
}

function applied(expression: string, { pattern, replacement }: Rule): string {
  return `replaceRegexpAll(${expression}, ${literal(pattern)}, ${literal(replacement)})`;
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
