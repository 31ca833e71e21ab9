import { expect } from 'vitest';
import type { Windows } from '../../src/core/window.js';
import { onlyColumns, type Column } from '../../src/sources/clickhouse/layouts/facts.js';
import { LAYOUTS } from '../../src/sources/clickhouse/layouts/index.js';
import type { Selection } from '../../src/sources/settings.js';
import { expectCounts, type LayoutEngine } from './layout-engine.js';
import { windowsAround } from './log-source.js';

const ROWS = 2_000_000;
const DAY_MS = 86_400_000;
/** A day that begins in the middle of one and ends in the next, so that windows meet partitions. */
const FROM_MS = Date.parse('2026-03-01T12:00:00Z');

/** Two million lines, evenly over the day: fill a table with `SELECT … FROM ${LINES}`. */
export const LINES = `numbers(${ROWS})`;

/** What a line of that number is, as SQL: 40 services on 7 hosts in runs of 50 lines, of which one is an error. */
export const LINE = {
  us: `(toInt64(${FROM_MS}) * 1000 + intDiv(number * ${DAY_MS}000, ${ROWS}) + 9)`,
  service: `concat('service-', toString(intDiv(number, 50) % 40))`,
  host: `concat('web-', toString(intDiv(number, 2000) % 7))`,
  environment: `if(intDiv(number, 2000) % 7 < 3, 'staging', 'production')`,
  isError: 'number % 50 = 7',
  /** Errors spelt in six ways; every other one goes without a number. */
  severityText: `if(number % 50 = 7, ['ERROR', 'error', 'Fatal', 'CRITICAL', 'err', '[Error]'][1 + intDiv(number, 2000) % 6], 'info')`,
  severityNumber: `multiIf(number % 50 != 7, 9, intDiv(number, 2000) % 2 = 0, 0, 17 + intDiv(number, 2000) % 8)`,
} as const;

const SERVICE = 'service-7';
const IS_SERVICE = 'intDiv(number, 50) % 40 = 7';

/** Windows that begin and end inside of seconds, five minutes, half hours and partitions. */
export const LAYOUT_WINDOWS: readonly Windows[] = [
  windowsAround(FROM_MS + 40_000_123, { bucketMs: 30_000, before: 60, after: 10 }),
  windowsAround(Date.parse('2026-03-02T00:02:29.999Z'), { bucketMs: 10_000, before: 30, after: 30 }),
  windowsAround(Date.parse('2026-03-02T05:00:00Z'), { bucketMs: 60_000, before: 30, after: 5 }),
];

/** A table that holds the lines, and what is known about it. */
export interface FilledTable {
  readonly table: string;
  readonly layout: string;
  /** Microseconds of one tick of its clock; 1 where absent. */
  readonly clockUs?: number;
  /** How many lines a row stands for, as SQL; 1 where absent. */
  readonly weight?: string;
  /** Which lines are the service's, as SQL; those of `service-7` where absent. */
  readonly isService?: string;
}

/** Reads the windows, and expects the layout and what a count of the lines themselves says. Returns the rows that were read. */
export async function expectTruth(engine: LayoutEngine, filled: FilledTable, windows: Windows): Promise<number> {
  const { clockUs = 1, weight = '1', isService = IS_SERVICE } = filled;
  const { before, after, bucketMs } = windows;
  const reading = await engine.read({ table: filled.table }, { service: SERVICE }, windows);
  expect(reading.layout).toBe(filled.layout);
  const { rows } = await engine.ask(`SELECT
    intDiv(at - ${before.fromMs}, ${bucketMs}) * ${bucketMs} + ${before.fromMs} AS ms,
    sumIf(weight, is_error) AS errors, sum(weight) AS lines
  FROM (
    SELECT intDiv(intDiv(${LINE.us}, ${clockUs}) * ${clockUs}, 1000) AS at, ${LINE.isError} AS is_error, ${weight} AS weight
    FROM ${LINES} WHERE ${isService}
  ) WHERE at >= ${before.fromMs} AND at < ${after.toMs} GROUP BY ms`);
  expectCounts(reading, rows);
  return reading.query.rowsRead;
}

/** Lines in both windows. */
export async function countLines(
  engine: LayoutEngine,
  { table }: Pick<FilledTable, 'table'>,
  selection: Partial<Selection>,
  windows: Windows = LAYOUT_WINDOWS[0]!,
): Promise<number> {
  const { buckets } = await engine.read({ table }, { service: SERVICE, ...selection }, windows);
  return buckets.reduce((sum, { lines }) => sum + lines, 0);
}

/** Expects that a table is of its own layout alone, and that another one, when a person names it, says what is missing. */
export async function expectOnly(engine: LayoutEngine, { table, layout }: FilledTable): Promise<void> {
  const { rows } = await engine.ask(
    `SELECT name, type, default_expression AS defaultExpression FROM system.columns WHERE database = currentDatabase() AND table = '${table}' ORDER BY position`,
  );
  const facts = onlyColumns(rows as unknown as readonly Column[]);
  // The last two take any table: they are tried after the others.
  const specific = LAYOUTS.slice(0, -2);
  expect(specific.filter((kind) => kind.recognise(facts) !== null).map(({ name }) => name)).toEqual([layout]);
  for (const { name } of specific.filter((kind) => kind.name !== layout)) {
    const forced = engine.open({ table, layout: name }, {}, () => Promise.resolve('opened'));
    await expect(forced).rejects.toMatchObject({
      name: 'SourceError',
      code: 'wrong-layout',
      message: expect.stringMatching(/it has (no column|a column) \w+/),
    });
  }
}
