import type { ColumnNames } from '../../settings.js';
import type { TableName } from '../sql.js';
import type { Column, TableFacts } from './facts.js';
import type { Layout } from './layout.js';

/** A table whose layout is to be chosen. */
export interface AskedTable {
  /** As it was named; for the tables that a producer puts beside it. */
  readonly table: TableName;
  readonly from: Layout['from'];
  readonly facts: TableFacts;
  /** Columns that a person named by meaning. */
  readonly named: ColumnNames;
  /** How metric names are made, such as `SERVICE.logs.LEVEL`; only for tables of counters. */
  readonly metric?: string;
  /** A telling value of a column as text; null where it has none. */
  readonly probe: (column: Column) => Promise<string | null>;
}

/** A layout, and whether it may be kept: an empty table cannot tell the unit of its numbers yet. */
export interface Chosen {
  readonly layout: Layout;
  readonly isSettled: boolean;
}

/** One kind of log table that is known: how it is recognised and opened. */
export interface LayoutKind {
  /** For `--layout` and for reports. */
  readonly name: string;
  /** Who writes such tables, for a person. */
  readonly title: string;
  /** The table of its producer, for `--layout` without `--table`; null where there is no usual one. */
  readonly usualTable: string | null;
  /** Why a table is of this kind, as sentences; null where it is not. */
  recognise(facts: TableFacts): readonly string[] | null;
  /** Throws a SourceError that names what is missing in a table of another kind. */
  open(table: AskedTable): Promise<Chosen> | Chosen;
  /** The layout as its producer creates the table today, for a query that is shown and not asked. */
  assume(table: Omit<AskedTable, 'facts' | 'probe'>): Layout;
}
