import { SourceError } from '../../../errors.js';
import { quoteIdentifier } from '../sql.js';
import { mapAttributes } from './attributes.js';
import { columnsLayout } from './columns.js';
import { typeOf, type TableFacts } from './facts.js';
import { duringByKeys, keyConditions } from './keys.js';
import type { AskedTable, Chosen, LayoutKind } from './kind.js';
import type { Layout } from './layout.js';
import { DEFAULT_METRIC, metricNames } from './metric-names.js';
import { toldByMetric } from './metric-rows.js';
import { recognise } from './recognise.js';
import { bareType, needsProbe, timeKindOf, untilExpressions, UNTIL_MS, type TimeKind } from './times.js';

/** Column names met in tables of counters, by what they mean, in lower case, the likeliest first. */
const NAMES = {
  metric: ['metric', 'metric_name', 'metricname', 'name', 'path', 'key', 'counter'],
  value: ['value', 'count', 'cnt', 'lines', 'increase', 'delta'],
  tags: ['tags', 'labels', 'attributes'],
} as const;

const TYPES = { metric: /^String/, value: /^(U?Int|Float|Decimal)/, tags: /^Map/ } as const;

/** How many counters are in a row, as `canary-verdict collect` writes it: above zero also where they counted nothing. */
const HEARD = 'heard';

/** What a table of counters has, by column. */
interface CounterColumns {
  readonly time: string;
  readonly value: string;
  /** Rows say what they count by a metric's name, or by a service and a level. */
  readonly by:
    | { readonly metric: string; readonly tags: string | null; readonly service: string | null }
    | { readonly service: string; readonly level: string };
}

/**
 * Any table of counters, each row stamped with the end of the time that it counts: `time, metric, value`, or
 * `time, service, level, count` as `canary-verdict collect` writes it.
 */
export const counters: LayoutKind = {
  name: 'counters',
  title: 'any table of counters: time, metric, value',
  usualTable: 'log_counts',
  recognise(facts) {
    const found = counterColumns(facts);
    if (found === null) return null;
    const by = 'metric' in found.by ? `the metric ${found.by.metric}` : `${found.by.service} and ${found.by.level}`;
    return [`counts ${found.value} by ${by} until ${found.time}, and has no text of a line`];
  },
  open: openCounters,
  assume: ({ from, metric }) =>
    byMetric(from, {
      facts: { columns: [], engine: '', stores: [], isSpread: false },
      columns: { time: 'time', value: 'value', by: { metric: 'metric', tags: null, service: null } },
      metric: metric ?? DEFAULT_METRIC,
      time: { kind: 'datetime', hasFraction: false, zone: null },
    }),
};

/** Recognises by name and type; a table that holds the text of lines is no table of counters. */
function counterColumns({ columns }: TableFacts): CounterColumns | null {
  const byName = (meaning: keyof typeof NAMES) =>
    NAMES[meaning]
      .map((likely) =>
        columns.find(({ name, type }) => name.toLowerCase() === likely && TYPES[meaning].test(bareType(type))),
      )
      .find((column) => column !== undefined)?.name;
  const { time, service, level, message } = recognise(columns, {});
  const value = byName('value');
  if (time === undefined || value === undefined || message !== undefined) return null;
  if (service !== undefined && level !== undefined) return { time, value, by: { service, level } };
  const metric = byName('metric');
  if (metric === undefined) return null;
  return { time, value, by: { metric, tags: byName('tags') ?? null, service: service ?? null } };
}

async function openCounters({ from, facts, metric, probe }: AskedTable): Promise<Chosen> {
  const columns = counterColumns(facts);
  if (columns === null) {
    throw new SourceError(
      'unknown-columns',
      `the table is no table of counters: it has ${facts.columns.map(({ name }) => name).join(', ')}`,
      'A table of counters has a time, a value, and a metric or a service and a level; drop --layout to recognise another.',
    );
  }
  const type = typeOf(facts, columns.time) ?? '';
  const sample = needsProbe(type) ? await probe({ name: columns.time, type }) : '';
  const time = timeKindOf(type, sample);
  if (time.kind === 'text') {
    throw new SourceError(
      'unknown-columns',
      `${columns.time} holds texts, and counters need a time or a number`,
      'Put a view in front of the table that turns it into a DateTime.',
    );
  }
  const known = { facts, columns, time, metric: metric ?? DEFAULT_METRIC };
  return {
    layout: 'metric' in columns.by ? byMetric(from, known) : byColumns(from, known),
    isSettled: sample !== null,
  };
}

interface Known {
  readonly facts: TableFacts;
  readonly columns: CounterColumns;
  readonly time: Exclude<TimeKind, { kind: 'text' }>;
  readonly metric: string;
}

/** What both ways of saying what is counted have in common. */
function counted({ facts, columns, time }: Known) {
  const expressions = untilExpressions(quoteIdentifier(columns.time), time);
  return {
    name: counters.name,
    definitions: expressions.definitions,
    mayHaveBadTimes: false,
    during: duringByKeys(expressions, keyConditions(facts, columns.time)),
    weight: weightOf(facts, columns.value),
    until: UNTIL_MS,
    message: null,
    exceptionType: null,
  };
}

/** The sum of nothing is NULL in a column that may hold NULL, and a counter without a value counted nothing. */
function weightOf(facts: TableFacts, value: string): string {
  const column = quoteIdentifier(value);
  return /\bNullable\(/.test(typeOf(facts, value) ?? '') ? `ifNull(${column}, 0)` : column;
}

function byMetric(from: Layout['from'], known: Known): Layout {
  const { by } = known.columns;
  if (!('metric' in by)) return byColumns(from, known);
  const told = toldByMetric({
    name: quoteIdentifier(by.metric),
    names: metricNames(known.metric),
    tags: by.tags === null ? null : mapAttributes(quoteIdentifier(by.tags)),
    serviceColumn: by.service === null ? null : `toString(${quoteIdentifier(by.service)})`,
  });
  return { from, ...told, ...counted(known) };
}

function byColumns(from: Layout['from'], known: Known): Layout {
  const { facts, columns, time } = known;
  const found = recognise(facts.columns, {});
  const names = { ...found, time: columns.time, level: found.level ?? '' };
  const heard = facts.columns.find(({ name, type }) => name === HEARD && TYPES.value.test(bareType(type)));
  return {
    ...columnsLayout(from, { names, facts, time }),
    ...counted(known),
    ...(heard !== undefined && { heard: HEARD }),
  };
}
