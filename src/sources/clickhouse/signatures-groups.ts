import type { Layout } from './layouts/layout.js';
import { definitionsOf } from './query.js';
import type { Settings } from './sql.js';
import { digitsKey, ROUGH_KEY, TEMPLATE, withToldLine } from './signatures-template.js';

/**
 * The server compiles each regular expression anew for each block, and a block of wide rows is a few thousand lines unless it may have
 * more than a megabyte.
 */
export const LARGE_BLOCKS: Settings = { preferred_block_size_bytes: 16_000_000 };

/** Something that is counted for each signature: how over lines, and how groups of lines are put together. */
export interface Counted {
  readonly name: string;
  readonly ofLines: string;
  readonly together: 'sumForEach' | 'sum' | 'min' | 'groupUniqArrayArray' | 'groupUniqArrayArray(5)';
}

/** A signature's name, the same in every question. */
export const TOLD_KEY = 'toString(cityHash64(told_template, told_exception))';

/** The lines to group: what the query defines ahead, what is counted, and where they are. */
export interface Grouping {
  readonly definitions: readonly string[];
  readonly counted: readonly Counted[];
  /** A line's text, as SQL. */
  readonly message: string;
  /** FROM and WHERE. */
  readonly source: string;
}

/**
 * A query whose rows are signatures: `told_template`, `told_exception`, `told_start` (the start of a line), and what is counted, each
 * under `told_` and its name. Every line gets a key that is cheap to make; lines of one key are counted together, and only what is left goes
 * through the regular expressions that make templates. Each level has names of its own, because older servers mix up equal ones.
 */
export function groupedByTemplate(layout: Layout, { definitions, counted, message, source }: Grouping): string {
  const together = (from: string, to: string) =>
    counted.map(({ name, together: merged }) => `${merged}(${from}_${name}) AS ${to}_${name}`).join(',\n  ');
  const ahead = [...definitions, `${layout.exceptionType ?? "''"} AS line_exception`, ...digitsKey(message)];
  const digits = `${definitionsOf(layout).trimEnd()},
  ${ahead.join(',\n  ')}
SELECT any(line_exception) AS digits_exception,
  ${counted.map(({ name, ofLines }) => `${ofLines} AS digits_${name}`).join(',\n  ')},
  any(line_start) AS digits_start
${source}
GROUP BY line_key`;
  const rough = `SELECT any(digits_exception) AS rough_exception,
  ${together('digits', 'rough')},
  any(digits_start) AS rough_start
FROM (
${digits}
)
GROUP BY ${ROUGH_KEY}`;
  return `SELECT ${TEMPLATE} AS told_template, rough_exception AS told_exception,
  ${together('rough', 'told')},
  any(rough_start) AS told_start
FROM (
${withToldLine(rough)}
)
GROUP BY told_template, told_exception`;
}
