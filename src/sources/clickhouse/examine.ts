import { isSeverity, SEVERITY_NUMBER } from '../../core/levels.js';
import type { Interval, Windows } from '../../core/window.js';
import type { EmbeddedSettings, Selection, ServerSettings } from '../settings.js';
import type { Surroundings } from '../source.js';
import { textValue, textValues, wholeNumber, type Answer } from './answer.js';
import { askTable } from './ask-table.js';
import { greet, limitsWithin, type Greeting } from './clock.js';
import { indexUseOf, type IndexUse } from './index-use.js';
import { instancesQuery, levelsQuery } from './examine-queries.js';
import type { TableFacts } from './layouts/facts.js';
import type { Layout } from './layouts/layout.js';
import { readingQuery, surroundingsQuery } from './query.js';
import { surroundingsOf } from './reading.js';
import type { SourceTools } from './retry.js';
import { quoteTable, type Query } from './sql.js';
import { checkKeys } from './table-source.js';
import { whole } from './whole.js';

/** Questions about a source that a judgement never asks: they tell why one would fail. */
export interface Examiner {
  greet(signal: AbortSignal): Promise<Greeting>;
  /** What the server's `readonly` is for this user: 0 changes anything, 1 nothing, 2 settings alone. */
  readonlyMode(signal: AbortSignal): Promise<number>;
  /** What the table is. */
  facts(signal: AbortSignal): Promise<TableFacts>;
  /** What it was taken for. Throws a SourceError where that cannot be told, or is not what was named. */
  layout(signal: AbortSignal): Promise<ExaminedLayout>;
  /** Throws a UserError for a selector that the table has no key for. */
  checkSelectors(signal: AbortSignal): Promise<void>;
  /** How much the query of a judgement would read, by the server's own plan of it. */
  indexUse(windows: Windows, readUntilMs: number, signal: AbortSignal): Promise<IndexUse>;
  levels(span: Interval, signal: AbortSignal): Promise<readonly LevelSpelling[]>;
  surroundings(span: Interval, signal: AbortSignal): Promise<Surroundings>;
  instances(span: Interval, signal: AbortSignal): Promise<readonly InstanceSeen[]>;
  /** Throws the failure that reading the text of lines would meet; null where lines have no text. */
  readMessages(signal: AbortSignal): Promise<'readable' | null>;
  close(): Promise<void>;
}

/** What a table was taken for. */
export interface ExaminedLayout {
  readonly name: string;
  /** Who writes such tables. */
  readonly title: string;
  readonly reasons: readonly string[];
  /** Whether an empty table leaves something open, such as the unit of its times. */
  readonly isSettled: boolean;
}

export interface LevelSpelling {
  readonly spelling: string;
  readonly lines: number;
  readonly isUnderstood: boolean;
  /** Whether it counts as the judged level or worse. */
  readonly isCounted: boolean;
}

export interface InstanceSeen {
  readonly instance: string;
  readonly version: string;
  readonly lines: number;
  readonly newestMs: number;
}

/** Opens a table for questions; asks nobody yet. */
export function openExaminer(
  settings: ServerSettings | EmbeddedSettings,
  selection: Selection,
  tools: SourceTools,
): Examiner {
  const asked = askTable(settings, tools);
  const { engine, tried, table } = asked;
  let learnt: Promise<TableFacts> | undefined;
  let known: Promise<{ readonly examined: ExaminedLayout; readonly layout: Layout }> | undefined;

  const ask = (query: Query, signal: AbortSignal): Promise<Answer> => engine.ask(query, signal);
  const factsNow = (signal: AbortSignal) => (learnt ??= asked.learn(signal));
  const knownNow = (signal: AbortSignal) => (known ??= recognise(signal));

  async function recognise(signal: AbortSignal) {
    const facts = await factsNow(signal);
    const { kind, reasons } = asked.recognise(facts);
    const { layout, isSettled } = await asked.choose(facts, signal);
    return { layout, examined: { name: kind.name, title: kind.title, reasons, isSettled } };
  }

  return {
    greet: (signal) =>
      whole(tried, async () => {
        const greeting = await greet(engine, tools, signal);
        if (settings.kind === 'clickhouse') engine.limit(limitsWithin(greeting.profile, settings.maxRows));
        return greeting;
      }),
    readonlyMode: (signal) =>
      whole(tried, async () => {
        const { rows } = await ask({ sql: `SELECT toInt64(getSetting('readonly')) AS mode`, parameters: {} }, signal);
        return wholeNumber(rows[0]?.['mode']);
      }),
    facts: (signal) => whole(tried, () => factsNow(signal)),
    layout: (signal) => whole(tried, async () => (await knownNow(signal)).examined),
    checkSelectors: async (signal) => checkKeys((await knownNow(signal)).layout, selection),
    indexUse: (windows, readUntilMs, signal) =>
      whole(tried, async () => {
        const { sql, parameters } = readingQuery((await knownNow(signal)).layout, selection, windows, readUntilMs);
        return indexUseOf(await ask({ sql: `EXPLAIN indexes = 1, json = 1 ${sql}`, parameters }, signal));
      }),
    levels: (span, signal) =>
      whole(tried, async () => {
        const { layout } = await knownNow(signal);
        const { rows } = await ask(levelsQuery(layout, selection, span), signal);
        return rows.map((row) => {
          const severities = textValues(row['levels_said']).map(layout.severityOf);
          return {
            spelling: textValue(row['spelling']),
            lines: wholeNumber(row['spelt_lines']),
            isUnderstood: severities.some(isSeverity),
            isCounted: severities.some((severity) => severity >= SEVERITY_NUMBER[selection.level]),
          };
        });
      }),
    surroundings: (span, signal) =>
      whole(tried, async () =>
        surroundingsOf(await ask(surroundingsQuery((await knownNow(signal)).layout, span), signal)),
      ),
    instances: (span, signal) =>
      whole(tried, async () => {
        const { rows } = await ask(instancesQuery((await knownNow(signal)).layout, selection, span), signal);
        return rows.map((row) => ({
          instance: textValue(row['instance']),
          version: textValue(row['version']),
          lines: wholeNumber(row['instance_lines']),
          newestMs: wholeNumber(row['newest_ms']),
        }));
      }),
    async readMessages(signal) {
      const { message } = (await knownNow(signal)).layout;
      if (message === null) return null;
      await ask({ sql: `SELECT ${message} AS message FROM ${quoteTable(table)} LIMIT 0`, parameters: {} }, signal);
      return 'readable';
    },
    close: () => engine.close(),
  };
}
