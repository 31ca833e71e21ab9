import type { EmbeddedSettings, ServerSettings } from '../settings.js';
import { askServer, askTable, tableOf } from './ask-table.js';
import { LAYOUTS, recogniseTable } from './layouts/index.js';
import { isSpread } from './learn-table.js';
import type { SourceTools } from './retry.js';
import { factsOfAll, type OwnFacts } from './table-facts.js';
import { whole } from './whole.js';

/** A table that can be read, and how. */
export interface Candidate {
  /** Absent where it is that of the connection. */
  readonly database?: string;
  readonly table: string;
  readonly layout: string;
  /** Who writes such tables. */
  readonly title: string;
  /** Why it was recognised. */
  readonly reasons: readonly string[];
}

/** Every table that a layout recognises, in the database of the settings or in all, the likeliest first. */
export async function survey(
  settings: ServerSettings | EmbeddedSettings,
  tools: SourceTools,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const { engine, tried } = askServer(settings, tools);
  try {
    const tables = await whole(tried, () => factsOfAll(engine, settings.database, signal));
    return candidatesAmong(tables).filter(({ layout }) => layout === (settings.layout ?? layout));
  } finally {
    await engine.close();
  }
}

/**
 * The tables that a layout recognises: lines before counters, which may count anything; in the order of the layouts; of
 * one layout those that are spread over servers first, because each of the others holds but a part of their rows.
 */
export function candidatesAmong(tables: readonly OwnFacts[]): readonly Candidate[] {
  const found = tables.flatMap(({ name, store, ...own }) => {
    const facts = { ...own, stores: store === null ? [] : [store], isSpread: isSpread(own) };
    const { kind, reasons } = recogniseTable({ facts, named: {} }, undefined);
    const candidate: Candidate = { ...name, layout: kind.name, title: kind.title, reasons };
    const rank = [COUNTERS.has(kind.name) ? 1 : 0, LAYOUTS.indexOf(kind), facts.isSpread ? 0 : 1] as const;
    return reasons.length === 0 ? [] : [{ candidate, rank }];
  });
  const inOrder = found.toSorted(({ rank: a }, { rank: b }) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return inOrder.map(({ candidate }) => candidate);
}

const COUNTERS = new Set(['otel-metrics-sum', 'graphite', 'counters']);

/** The table that the settings name, as a candidate. Throws where it cannot be read. */
export async function recogniseNamed(
  settings: ServerSettings | EmbeddedSettings,
  tools: SourceTools,
  signal: AbortSignal,
): Promise<Candidate> {
  const asked = askTable(settings, tools);
  try {
    return await whole(asked.tried, async () => {
      const facts = await asked.learn(signal);
      // Opening it tells a table that lacks something.
      await asked.choose(facts, signal);
      const { kind, reasons } = asked.recognise(facts);
      return { ...tableOf(settings), layout: kind.name, title: kind.title, reasons };
    });
  } finally {
    await asked.engine.close();
  }
}
