// `npm run bench:read`: what a judgement's query costs beside the best one that a person would write for the same table, in
// the same engine and the same run, with two million rows in each table. They take turns, so that a busy moment hits both.
// Writes the table into the README and asserts nothing: times depend on the machine, their ratios much less.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Windows } from '../../src/core/window.js';
import { openLayoutEngine, type Asked } from '../helpers/layout-engine.js';
import { LAYOUT_TABLES } from '../helpers/layout-tables/index.js';
import { queryByHand, type LayoutTable } from '../helpers/layout-tables/layout-table.js';
import { windowsAround } from '../helpers/log-source.js';
import { tidy, withBlock } from './markdown.js';
import { spreadOf } from './processes.js';

const README = path.resolve(import.meta.dirname, '../../README.md');
/** The first rounds fill the caches and are left out. */
const WARM_UP_ROUNDS = 5;
const ROUNDS = 41;

/** Half an hour before and five minutes after a release just behind midnight, on which tables are cut into partitions. */
const USUAL = windowsAround(Date.parse('2026-03-02T00:03:00Z'), { bucketMs: 30_000, before: 60, after: 10 });
/** Everything that the tables hold of the service: the cost of a row, where that of planning a query hardly counts. */
const DAY = windowsAround(Date.parse('2026-03-02T11:00:00Z'), { bucketMs: 30_000, before: 23 * 120, after: 120 });

const HEAD = ['layout', 'table', 'rows read', 'by hand', 'MB', 'by hand', 'ms', 'by hand', 'ratio', 'ratio of a day'];

/** Tables to look at; all where none is named. */
const wanted = process.argv.slice(2);
const lines: string[] = [];
const engine = await openLayoutEngine();
try {
  for (const { create, fill } of LAYOUT_TABLES) await engine.run(...create, ...fill);
  console.log(row(HEAD));
  for (const filled of LAYOUT_TABLES.filter(({ table }) => wanted.length === 0 || wanted.includes(table))) {
    const usual = await compare(filled, USUAL);
    const day = await compare(filled, DAY);
    const both = [usual.judgement, usual.hand];
    const line = row([
      filled.layout,
      filled.table,
      ...both.map(({ rowsRead }) => rowsRead.toLocaleString('en')),
      ...both.map(({ bytesRead }) => (bytesRead / 1e6).toFixed(2)),
      ...both.map(({ elapsedMs }) => elapsedMs.toFixed(1)),
      usual.ratio.toFixed(2),
      day.ratio.toFixed(2),
    ]);
    console.log(line);
    lines.push(line);
  }
} finally {
  await engine.close();
}
if (wanted.length === 0) {
  const alignment = row(HEAD.map((_, index) => (index < 2 ? '---' : '---:')));
  const table = await tidy([row(HEAD), alignment, ...lines].join('\n'));
  writeFileSync(README, withBlock(readFileSync(README, 'utf8'), 'reads', table));
}

type Cost = Pick<Asked, 'rowsRead' | 'bytesRead' | 'elapsedMs'>;

async function compare(
  filled: LayoutTable,
  windows: Windows,
): Promise<{ readonly judgement: Cost; readonly hand: Cost; readonly ratio: number }> {
  const { table, service, metric } = filled;
  const { query } = await engine.read({ table, ...(metric !== undefined && { metric }) }, { service }, windows);
  const byHand = queryByHand(filled, windows);
  const judgements: Asked[] = [];
  const hands: Asked[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    const turns = [
      async () => judgements.push(await engine.ask(query.sql, query.parameters)),
      async () => hands.push(await engine.ask(byHand)),
    ];
    // Who goes first changes too, because the second finds blocks in the processor's cache.
    for (const take of round % 2 === 0 ? turns : turns.toReversed()) await take();
  }
  const ratios = judgements.map(({ elapsedMs }, round) => elapsedMs / (hands[round]?.elapsedMs ?? Number.NaN));
  return { judgement: costOf(judgements), hand: costOf(hands), ratio: medianOf(ratios) };
}

function costOf(asked: readonly Asked[]): Cost {
  const { rowsRead = 0, bytesRead = 0 } = asked.at(-1) ?? {};
  return { rowsRead, bytesRead, elapsedMs: medianOf(asked.map(({ elapsedMs }) => elapsedMs)) };
}

function medianOf(rounds: readonly number[]): number {
  return spreadOf(rounds.slice(WARM_UP_ROUNDS)).median;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
