import { SourceError } from '../../../errors.js';
import type { ColumnNames } from '../../settings.js';
import { columnsLayout, type KnownColumns } from './columns.js';
import type { Column, Layout } from './layout.js';
import { isOtelLogs, otelLogs } from './otel-logs.js';
import { recognise } from './recognise.js';
import { needsProbe, timeKindOf } from './times.js';

/** What is known of a table when its layout is chosen. */
export interface Found {
  readonly from: Layout['from'];
  readonly columns: readonly Column[];
  readonly named: ColumnNames;
  /** A telling value of a column as text; null where it has none. */
  readonly probe: (column: Column) => Promise<string | null>;
}

/** A layout, and whether it may be kept: an empty table cannot tell the unit of its numbers yet. */
export interface Chosen {
  readonly layout: Layout;
  readonly isSettled: boolean;
}

interface LayoutKind {
  /** Whether a table is of this layout. */
  fits(columns: readonly Column[], named: ColumnNames): boolean;
  choose(found: Found): Promise<Chosen> | Chosen;
  /** The layout as it would be if no table can be asked. */
  assume(from: Layout['from'], named: ColumnNames): Layout;
}

/** Every layout, in the order in which they are tried: the map of what can be read. */
const LAYOUTS = {
  'otel-logs': {
    fits: (columns, named) => Object.keys(named).length === 0 && (columns.length === 0 || isOtelLogs(columns)),
    choose: ({ from }) => ({ layout: otelLogs(from), isSettled: true }),
    assume: (from) => otelLogs(from),
  },
  columns: {
    fits: () => true,
    choose: chooseColumns,
    assume: (from, named) =>
      columnsLayout(from, {
        names: { time: 'timestamp', level: 'level', service: 'service', ...named },
        time: { kind: 'datetime', hasFraction: true },
        columns: [],
      }),
  },
} as const satisfies Readonly<Record<string, LayoutKind>>;

/** The first layout that fits a table's columns. */
export async function chooseLayout(found: Found): Promise<Chosen> {
  return await kindFor(found.columns, found.named).choose(found);
}

/** The layout of a table that cannot be asked: the collector's, or the named columns. */
export function assumeLayout(from: Layout['from'], named: ColumnNames): Layout {
  return kindFor([], named).assume(from, named);
}

function kindFor(columns: readonly Column[], named: ColumnNames): LayoutKind {
  return Object.values<LayoutKind>(LAYOUTS).find(({ fits }) => fits(columns, named)) ?? LAYOUTS.columns;
}

async function chooseColumns({ from, columns, named, probe }: Found): Promise<Chosen> {
  const known = knownNames(columns, named);
  const missing = (['time', 'level', 'service'] as const).filter((meaning) => known[meaning] === undefined);
  if (missing.length > 0) throw unrecognised(missing, columns);
  const names = { ...known, time: known.time ?? '', level: known.level ?? '' };
  const type = columns.find(({ name }) => name === names.time)?.type ?? '';
  const sample = needsProbe(type) ? await probe({ name: names.time, type }) : '';
  const settled: KnownColumns = { names, columns, time: timeKindOf(type, sample) };
  return { layout: columnsLayout(from, settled), isSettled: sample !== null };
}

/** Columns by meaning; one that was named must exist. */
export function knownNames(columns: readonly Column[], named: ColumnNames): ColumnNames {
  for (const [meaning, name] of Object.entries(named)) {
    if (columns.some((column) => column.name === name)) continue;
    throw new SourceError(
      'unknown-column',
      `there is no column ${JSON.stringify(name)} for --columns ${meaning}=`,
      `Name one of: ${listed(columns)}.`,
    );
  }
  return recognise(columns, named);
}

/** Says which columns are missing and what there is instead. */
export function unrecognised(missing: readonly string[], columns: readonly Column[]): SourceError {
  return new SourceError(
    'unknown-columns',
    `no column was recognised as ${missing.join(', ')} among: ${listed(columns)}`,
    `Name ${missing.length === 1 ? 'it' : 'them'}: --columns ${missing.map((meaning) => `${meaning}=COLUMN`).join(',')}`,
  );
}

function listed(columns: readonly Column[]): string {
  const names = columns.map(({ name }) => name);
  return names.length <= COLUMNS_SHOWN
    ? names.join(', ')
    : `${names.slice(0, COLUMNS_SHOWN).join(', ')}, … (${names.length} in all)`;
}

const COLUMNS_SHOWN = 30;
