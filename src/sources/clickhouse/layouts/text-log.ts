import { SEVERITY_NUMBER, type Level } from '../../../core/levels.js';
import { UserError } from '../../../errors.js';
import { isOneOf, quoteIdentifier } from '../sql.js';
import { typeOf, type TableFacts } from './facts.js';
import { duringByKeys, keyConditions } from './keys.js';
import type { LayoutKind } from './kind.js';
import { valuesByKey, type Layout } from './layout.js';
import { severityOfSpelling } from './level-text.js';
import { hasNeeds, requireNeeds, type Needs } from './needs.js';
import { timeExpressions } from './times.js';

const NEEDS: Needs = {
  event_date: /^Date/,
  event_time: /^DateTime/,
  event_time_microseconds: /^DateTime64/,
  level: /^Enum8\('Fatal' = 1/,
  logger_name: /String/,
  message: /String/,
};

/**
 * ClickHouse's own log, for an upgrade of ClickHouse itself. Its lines name no service, because they are all the server's:
 * every one counts whatever the service is called, and hosts or revisions tell the canary.
 */
export const textLog: LayoutKind = {
  name: 'text-log',
  title: 'ClickHouse, about itself',
  usualTable: 'system.text_log',
  recognise: (facts) => (hasNeeds(facts, NEEDS) ? ["has ClickHouse's own levels, where Fatal is 1"] : null),
  open({ from, facts }) {
    requireNeeds(textLog, facts, NEEDS);
    return { layout: textLogLayout(from, facts), isSettled: true };
  },
  assume: ({ from }) => textLogLayout(from, SINCE_23_9),
};

const KEY = ['event_date', 'event_time'];

const SINCE_23_9: TableFacts = {
  engine: 'MergeTree',
  isSpread: false,
  columns: ['hostname', 'revision', 'logger_name', 'event_date', 'event_time'].map((name) => ({
    name,
    type: 'String',
  })),
  stores: [{ table: 'text_log', primaryKey: KEY, sortingKey: KEY, partitionKey: [], columns: [] }],
};

/** What the server fills the columns of its key with. */
const FILLED = new Map([
  ['event_date', 'toDate(event_time_microseconds)'],
  ['event_time', 'toDateTime(event_time_microseconds)'],
]);

/** The least severe of ClickHouse's levels that is as bad as each of ours; its numbers grow as they get milder. */
const MILDEST = {
  TRACE: 'Test',
  DEBUG: 'Debug',
  INFO: 'Information',
  WARN: 'Warning',
  ERROR: 'Error',
  FATAL: 'Critical',
} as const satisfies Record<Level, string>;

/** Columns by the short key of a selector. */
const KEYS = { host: 'hostname', instance: 'hostname', version: 'revision' } as const;

function textLogLayout(from: Layout['from'], facts: TableFacts): Layout {
  const time = timeExpressions('event_time_microseconds', { kind: 'datetime', hasFraction: true, zone: null });
  const textOf = (column: string) =>
    typeOf(facts, column) === undefined ? null : `toString(${quoteIdentifier(column)})`;
  return {
    name: textLog.name,
    from,
    definitions: time.definitions,
    mayHaveBadTimes: false,
    weight: null,
    during: duringByKeys(time, keyConditions(facts, 'event_time_microseconds', FILLED)),
    serviceName: null,
    instanceName: textOf(KEYS.host),
    versionName: textOf(KEYS.version),
    message: 'message',
    exceptionType: null,
    levelText: 'toString(level)',
    errors: (level) => `level <= '${MILDEST[level]}'`,
    saidLevel: () => 'level',
    severityOf: (said) => (said === 'Test' ? SEVERITY_NUMBER.TRACE : severityOfSpelling(said)),
    ofService: () => null,
    selected: (selectors, binder) =>
      valuesByKey(selectors)
        .map(([key, values]) => {
          const text = textOf(columnOf(key));
          if (text === null) throw unknownKey(key, facts);
          return `(${text} != '' AND ${isOneOf(text, 'selected', values, binder)})`;
        })
        .join(' AND '),
  };
}

/** `attr:NAME` names any column. */
function columnOf(key: string): string {
  const [, short] = Object.entries(KEYS).find(([name]) => name === key) ?? [];
  return short ?? key.replace(/^attr:/, '');
}

function unknownKey(key: string, { columns }: TableFacts): UserError {
  const known = [...Object.keys(KEYS), ...columns.map(({ name }) => `attr:${name}`)];
  return new UserError(
    `--canary knows no key ${JSON.stringify(key)} in ClickHouse's own log`,
    `Use one of ${known.join(', ')}.`,
  );
}
