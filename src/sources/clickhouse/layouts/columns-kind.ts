import { SourceError } from '../../../errors.js';
import type { ColumnNames } from '../../settings.js';
import { columnsLayout } from './columns.js';
import { onlyColumns, typeOf, type Column } from './facts.js';
import type { AskedTable, Chosen, LayoutKind } from './kind.js';
import { recognise } from './recognise.js';
import { needsProbe, timeKindOf } from './times.js';

/** Any log table: its columns are named by a person or recognised by name and type. */
export const anyColumns: LayoutKind = {
  name: 'columns',
  title: 'any table with a time, a level and a service column',
  usualTable: null,
  recognise(facts) {
    const { time, level, service } = recognise(facts.columns, {});
    if (time === undefined || level === undefined || service === undefined) return null;
    return [`has a time (${time}), a level (${level}) and a service (${service}) column`];
  },
  open: openColumns,
  assume: ({ from, named }) =>
    columnsLayout(from, {
      names: { time: 'timestamp', level: 'level', service: 'service', ...named },
      time: { kind: 'datetime', hasFraction: true, zone: null },
      facts: onlyColumns([]),
    }),
};

async function openColumns({ from, facts, named, probe }: AskedTable): Promise<Chosen> {
  const known = knownNames(facts.columns, named);
  const missing = (['time', 'level', 'service'] as const).filter((meaning) => known[meaning] === undefined);
  if (missing.length > 0) throw unrecognised(missing, facts.columns);
  const names = { ...known, time: known.time ?? '', level: known.level ?? '' };
  const type = typeOf(facts, names.time) ?? '';
  const sample = needsProbe(type) ? await probe({ name: names.time, type }) : '';
  return {
    layout: columnsLayout(from, { names, facts, time: timeKindOf(type, sample) }),
    isSettled: sample !== null,
  };
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
