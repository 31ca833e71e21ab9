import { UserError } from '../../../errors.js';
import { nearestFirst } from '../../../nearest.js';
import { anyColumns } from './columns-kind.js';
import { gigapipe } from './gigapipe.js';
import type { AskedTable, LayoutKind } from './kind.js';
import type { Layout } from './layout.js';
import { counters } from './counters.js';
import { graphite } from './graphite.js';
import { otelLogs } from './otel-logs.js';
import { otelMetricsSum } from './otel-metrics-sum.js';
import { posthog } from './posthog.js';
import { signoz } from './signoz.js';
import { textLog } from './text-log.js';
import { uptrace } from './uptrace.js';

/** Every layout, in the order in which they are tried: the map of what can be read. */
export const LAYOUTS: readonly LayoutKind[] = [
  otelLogs,
  signoz,
  gigapipe,
  uptrace,
  posthog,
  textLog,
  otelMetricsSum,
  graphite,
  counters,
  anyColumns,
];

/** A layout that was chosen, and why. */
export interface Recognised {
  readonly kind: LayoutKind;
  readonly reasons: readonly string[];
}

/** The layout of this name; undefined where no name was given. Throws a UserError for a name that no layout has. */
export function layoutNamed(name: string | undefined): LayoutKind | undefined {
  const kind = LAYOUTS.find((one) => one.name === name);
  if (kind !== undefined || name === undefined) return kind;
  const names = nearestFirst(
    LAYOUTS.map((one) => one.name),
    name,
  );
  throw new UserError(`--layout knows no ${JSON.stringify(name)}`, `Use one of ${names.join(', ')}, or drop --layout.`);
}

/** The layout of this name; else, where columns were named, the one that takes names; else the first that fits. */
export function recogniseTable(
  { facts, named }: Pick<AskedTable, 'facts' | 'named'>,
  wanted: string | undefined,
): Recognised {
  const byName = layoutNamed(wanted);
  if (byName !== undefined) return { kind: byName, reasons: byName.recognise(facts) ?? ['named by --layout'] };
  if (Object.keys(named).length > 0) return { kind: anyColumns, reasons: ['columns named by --columns'] };
  for (const kind of LAYOUTS) {
    const reasons = kind.recognise(facts);
    if (reasons !== null) return { kind, reasons };
  }
  return { kind: anyColumns, reasons: [] };
}

/** The layout of a table that cannot be asked, to show its query: as its producer creates it, or by the named columns. */
export function assumeLayout(table: Omit<AskedTable, 'facts' | 'probe'>, wanted: string | undefined): Layout {
  const kind = layoutNamed(wanted) ?? (Object.keys(table.named).length > 0 ? anyColumns : otelLogs);
  return kind.assume(table);
}
