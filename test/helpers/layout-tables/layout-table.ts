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
  /** How many lines a row stands for; one where absent. */
  readonly weight?: string;
  /** A table or a query; the table itself where absent. */
  readonly from?: string;
  readonly where: string;
}

/** The query by hand: what a judgement cannot do without, errors, lines and the newest instant a bucket. */
export function queryByHand({ table, byHand }: LayoutTable, windows: Windows): string {
  const { ms, isError, weight, from = table, where } = byHand(windows);
  const counts = weight === undefined ? `countIf(${isError}), count()` : `sumIf(${weight}, ${isError}), sum(${weight})`;
  return `SELECT intDiv(${ms} - ${windows.before.fromMs}, ${windows.bucketMs}) AS bucket, ${counts}, max(${ms})
FROM ${from} WHERE ${where} GROUP BY bucket ORDER BY bucket`;
}

/** An instant as DateTime64(3), as SQL. */
export function instant(ms: number): string {
  return `fromUnixTimestamp64Milli(toInt64(${ms}))`;
}

/** Levels in OpenTelemetry's two columns, as a person would ask for those in these tables. */
export function isErrorByHand(number: string, text: string): string {
  return `(${number} >= 17 OR ${number} = 0 AND lower(${text}) IN ('error', 'err', 'fatal', 'critical', '[error]'))`;
}
