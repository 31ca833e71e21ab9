import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../helpers/layout-engine.js';
import { LAYOUT_TABLES } from '../../helpers/layout-tables/index.js';
import { NEVER, windowsAround } from '../../helpers/log-source.js';

// The README's columns by layout are enough: who is granted these alone sees a table that has no others.

const WINDOWS = windowsAround(Date.parse('2026-03-02T00:03:00Z'), { bucketMs: 30_000, before: 60, after: 10 });

const README = readFileSync(path.resolve(import.meta.dirname, '../../../README.md'), 'utf8');
const [, ROWS = ''] = /<!-- grants -->\n([^]*?)<!-- \/grants -->/.exec(README) ?? [];
const COLUMNS = new Map(
  ROWS.split('\n').flatMap((row) => {
    const [, layout = '', columns = '', more = ''] = row.split('|').map((cell) => cell.trim());
    const names = (cell: string) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '');
    return layout.startsWith('`') ? [[layout.replaceAll('`', ''), { columns: names(columns), more: names(more) }]] : [];
  }),
);

let engine: LayoutEngine;
beforeAll(async () => {
  engine = await openLayoutEngine();
  for (const { create, fill } of LAYOUT_TABLES) {
    await engine.run(...create);
    // A few thousand rows within the windows are enough.
    for (const statement of fill) await engine.run(statement.replaceAll(/numbers\(\d{7}\)/g, 'numbers(980000, 2000)'));
  }
});
afterAll(() => engine.close());

/** A view that holds those of the columns that the table has. */
async function narrowed(table: string, columns: readonly string[]): Promise<string> {
  const { rows } = await engine.ask(
    `SELECT name FROM system.columns WHERE database = currentDatabase() AND table = '${table}'`,
  );
  const there = new Set(rows.map(({ name }) => name));
  const view = `narrow_${table}_${columns.length}`;
  await engine.run(
    `CREATE OR REPLACE VIEW ${view} AS SELECT ${columns.filter((name) => there.has(name)).join(', ')} FROM ${table}`,
  );
  return view;
}

test.each(LAYOUT_TABLES)('$table is judged by the columns that are said to be needed', async (filled) => {
  const { table, layout, service, metric } = filled;
  const { columns, more } = COLUMNS.get(layout)!;
  const settings = metric === undefined ? {} : { metric };
  const counted = async (from: string, selection: object) => {
    const { layout: found, buckets } = await engine.read(
      { table: from, ...settings },
      { service, ...selection },
      WINDOWS,
    );
    return { found, buckets };
  };
  const narrow = await narrowed(table, columns);
  const whole = await counted(table, {});
  expect(whole.buckets.length).toBeGreaterThan(0);
  expect(await counted(narrow, {})).toEqual(whole);

  const wide = await narrowed(table, [...columns, ...more]);
  const canary = [{ key: 'host', value: 'web-*' }];
  const direct = await counted(table, { canary }).catch(String);
  expect(await counted(wide, { canary }).catch(String)).toEqual(direct);
  const question = { windows: WINDOWS, judgedFromMs: WINDOWS.after.fromMs, lookBackMs: 0, withBodies: true };
  const signatures = (from: string) =>
    engine.open({ table: from, ...settings }, { service }, (source) => source.signatures(question, NEVER));
  expect(await signatures(wide)).toEqual(await signatures(table));
});
