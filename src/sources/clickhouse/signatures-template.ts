import {
  CLEANING,
  CODE,
  CODE_MARK,
  EXCEPTION_LINE,
  EXCEPTION_NAME,
  KEYS,
  LINE_BYTES,
  LINE_CHARACTERS,
  RULES,
  SHORT_CODE,
  type Rule,
} from '../../core/signatures/rules.js';

const ESCAPE = String.raw`\x1b`;

/** The code that the template of a line keeps, as it was logged; empty where it keeps none. */
const shortCode = (text: string) => `extract(extract(${text}, ${literal(KEYS.code)}), ${literal(KEYS.shortCode)})`;

/**
 * Definitions of `line_key`, which every line gets: cheap, and different for lines with different templates or exceptions. What is left without
 * numbers is one of few texts: low cardinality asks and hashes each of them once. Only where it says so is a line searched for a code, or
 * freed from colours, which may stand between a code and what tells that it is one.
 */
export function digitsKey(body: string): readonly string[] {
  const plain = applied('line_start', KEYS.colours);
  return [
    `substring(${body}, 1, ${LINE_BYTES}) AS line_start`,
    `toLowCardinality(${applied('line_start', KEYS.digits)}) AS line_digits`,
    `if(match(line_digits, ${literal(KEYS.mayHoldMore)}), if(position(line_digits, '${ESCAPE}') = 0, cityHash64(${shortCode('line_start')}), cityHash64(${applied(plain, KEYS.digits)}, ${shortCode(plain)})), 0) AS line_rest`,
    `cityHash64(cityHash64(line_digits), line_rest, line_exception) AS line_key`,
  ];
}

/** The same, more expensive and coarser, for the lines that are left. */
export const ROUGH_KEY = `cityHash64(${KEYS.rough.reduce(applied, applied('digits_start', KEYS.colours))}, ${shortCode(applied('digits_start', KEYS.colours))}, extract(digits_start, ${literal(EXCEPTION_LINE)}), digits_exception)`;

/**
 * The rows of a query that has `rough_start`, with what {@link TEMPLATE} is made of beside, step by step as `templateOf` does. It is a query
 * of its own because the server plans an alias as often as it is used, and with it all regular expressions in it.
 */
export function withToldLine(query: string): string {
  const mark = literal(CODE_MARK);
  const steps = [
    `toValidUTF8(rough_start) AS told_valid`,
    `${applied(`extract(told_valid, ${literal(EXCEPTION_LINE)})`, EXCEPTION_NAME)} AS told_line_exception`,
    `trim(BOTH ' ' FROM substringUTF8(${CLEANING.reduce(applied, 'told_valid')}, 1, ${LINE_CHARACTERS})) AS told_line`,
    `extract(told_line, ${literal(CODE)}) AS told_code_in_place`,
    `extract(told_code_in_place, ${literal(SHORT_CODE)}) AS told_code`,
    `concat(substring(told_code_in_place, 1, length(told_code_in_place) - length(told_code)), ${mark}) AS told_marked`,
    `${RULES.reduce(applied, `if(told_code = '', told_line, replaceOne(told_line, told_code_in_place, told_marked))`)} AS told_folded`,
    `trim(BOTH ' ' FROM replaceOne(told_folded, ${mark}, told_code)) AS told`,
  ];
  return `SELECT *, ${steps.join(',\n  ')}\nFROM (${query})`;
}

/** The template, where {@link withToldLine} has been. */
export const TEMPLATE = `concat(told, if(told_line_exception = '' OR position(told, told_line_exception) > 0, '', concat(' ', told_line_exception)))`;

function applied(expression: string, { pattern, replacement }: Rule): string {
  return `replaceRegexpAll(${expression}, ${literal(pattern)}, ${literal(replacement)})`;
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
