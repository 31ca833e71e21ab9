import type { Windows } from '../../../src/core/window.js';

/** A table as its producer makes it, with two million rows in it, and the best query that a person would write for it. */
export interface LayoutTable {
  readonly table: string;
  /** The layout that it must be recognised as. */
  readonly layout: string;
  /** How the metrics' names are made; only for tables of counters. */
  readonly metric?: string;
  /** A service that it holds. */
  readonly service: string;
  /** Makes it, and what its producer puts beside it. */
  readonly create: readonly string[];
  readonly fill: readonly string[];
  readonly byHand: (windows: Windows) => ByHand;
}

/** What stands in a query by hand, as SQL. */
export interface ByHand {
  /** Epoch milliseconds of a row. */
  readonly ms: string;
  readonly isError: string;
  /** Whether a row carries a level that is understood; every row where absent. */
  readonly isRecognised?: string;
  /** How many lines a row stands for; one where absent. */
  readonly weight?: string;
  /** How often somebody was heard by a row; as often as there are lines where absent. */
  readonly heard?: string;
  /** A table or a query; the table itself where absent. */
  readonly from?: string;
  readonly where: string;
}

/**
 * The query by hand, as one writes it who knows the table and what stands in it, down to the spellings of its levels. It
 * tells what a judgement cannot do without: errors, lines whose level is understood, lines, and the newest instant a bucket.
 */
export function queryByHand({ table, byHand }: LayoutTable, windows: Windows): string {
  const { ms, isError, isRecognised, weight, heard, from = table, where } = byHand(windows);
  const linesIf = (condition: string) =>
    weight === undefined ? `countIf(${condition})` : `sumIf(${weight}, ${condition})`;
  const counts = [
    linesIf(isError),
    ...(isRecognised === undefined ? [] : [linesIf(isRecognised)]),
    weight === undefined ? 'count()' : `sum(${weight})`,
    ...(heard === undefined ? [] : [`sum(${heard})`]),
  ];
  return `SELECT intDiv(${ms} - ${windows.before.fromMs}, ${windows.bucketMs}) AS bucket, ${counts.join(', ')}, max(${ms})
FROM ${from} WHERE ${where} GROUP BY bucket ORDER BY bucket`;
}

/** An instant as DateTime64(3), as SQL. */
export function instant(ms: number): string {
  return `fromUnixTimestamp64Milli(toInt64(${ms}))`;
}

/** How errors are spelt in these tables, in lower case. */
export const ERRORS_BY_HAND = "'error', 'err', 'fatal', 'critical', '[error]'";

/** Levels in OpenTelemetry's two columns, as a person would ask for those in these tables. */
export function levelsByHand(number: string, text: string): Pick<ByHand, 'isError' | 'isRecognised'> {
  return {
    isError: `(${number} >= 17 OR ${number} = 0 AND lower(${text}) IN (${ERRORS_BY_HAND}))`,
    isRecognised: `(${number} BETWEEN 1 AND 24 OR ${number} = 0 AND lower(${text}) IN ('info', ${ERRORS_BY_HAND}))`,
  };
}
