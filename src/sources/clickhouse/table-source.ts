import type { ReportSource } from '../../core/report.js';
import { SourceError } from '../../errors.js';
import type { EmbeddedSettings, Selection, Selector, ServerSettings } from '../settings.js';
import type { LogSource } from '../source.js';
import { connectEmbedded, connectServer } from './client.js';
import { greet, limitsWithin, type Greeting } from './clock.js';
import { probeColumn } from './describe.js';
import { createEngine } from './engine.js';
import type { Tried } from './explained.js';
import { assumeLayout, chooseLayout, layoutNamed } from './layouts/index.js';
import type { Column } from './layouts/facts.js';
import type { Chosen } from './layouts/kind.js';
import type { Layout } from './layouts/layout.js';
import { learnTable } from './learn-table.js';
import { censusQuery, readingQuery, surroundingsQuery } from './query.js';
import { censusOf, readingOf, surroundingsOf } from './reading.js';
import type { SourceTools } from './retry.js';
import { reachQuery, signaturesQuery } from './signatures-query.js';
import { signaturesOf } from './signatures.js';
import { checkSteps } from './steps.js';
import { createBinder, quoteTable, type TableName } from './sql.js';

/** What the OpenTelemetry Collector calls its log table. */
const DEFAULT_TABLE = 'otel_logs';

/** A table of a server or of the embedded engine. */
export function openTable(
  settings: ServerSettings | EmbeddedSettings,
  asked: Selection,
  tools: SourceTools,
): LogSource {
  const wanted = settings.layout;
  const table = tableOf(settings, layoutNamed(wanted)?.usualTable ?? DEFAULT_TABLE);
  const where = settings.kind === 'clickhouse' ? new URL(settings.url).origin : settings.path;
  const place = settings.kind === 'clickhouse' ? new URL(settings.url).host : settings.path;
  const tried: Tried = {
    where,
    table: nameOf(table),
    scheme: settings.kind === 'chdb' ? 'chdb' : settings.url.startsWith('https:') ? 'https' : 'http',
  };
  const open = () => (settings.kind === 'clickhouse' ? connectServer(settings) : connectEmbedded(settings));
  const engine = createEngine(open, tried, tools);
  const from = () => quoteTable(table);
  const named = settings.columns;
  const metric = settings.metric === undefined ? {} : { metric: settings.metric };
  const assumed = () => assumeLayout({ table, from, named, ...metric }, wanted);
  let greeting: Greeting | undefined;
  let chosen: Chosen | undefined;

  async function learnLayout(signal: AbortSignal): Promise<Chosen> {
    const facts = await learnTable(engine, table, signal);
    const probe = (column: Column) => probeColumn((query) => engine.ask(query, signal), quoteTable(table), column);
    return await chooseLayout({ table, from, facts, named, probe, ...metric }, wanted);
  }

  async function layoutNow(signal: AbortSignal) {
    if (chosen?.isSettled !== true) chosen = await learnLayout(signal);
    return chosen.layout;
  }

  const sourceFor = (selection: Selection): LogSource => ({
    get info(): ReportSource {
      return {
        kind: settings.kind,
        name:
          chosen !== undefined && isShared(chosen.layout) ? `${place} (no service column: every line counts)` : place,
        table: nameOf({ ...table, database: table.database ?? greeting?.database ?? 'default' }),
        layout: (chosen?.layout ?? assumed()).name,
        serverVersion: greeting?.serverVersion ?? null,
        level: selection.level,
        ...(selection.environment !== undefined && { environment: selection.environment }),
        canary: selection.canary.map(selectorText),
        stable: (selection.stable ?? []).map(selectorText),
      };
    },
    plan: (windows, readUntilMs) => readingQuery(chosen?.layout ?? assumed(), selection, windows, readUntilMs),
    connect: (signal) =>
      whole(tried, async () => {
        greeting = await greet(engine, tools, signal);
        if (settings.kind === 'clickhouse') engine.limit(limitsWithin(greeting.profile, settings.maxRows));
        const layout = await layoutNow(signal);
        // A key that this table does not have is told now, not after the wait.
        checkKeys(layout, selection);
        return greeting;
      }),
    read: (windows, readUntilMs, signal) =>
      whole(tried, async () => {
        const layout = await layoutNow(signal);
        const query = readingQuery(layout, selection, windows, readUntilMs);
        const reading = readingOf(await engine.ask(query, signal), query, windows);
        if (reading === 'bad-times') throw badTimes(tried, selection.service);
        if (layout.weight !== null) checkSteps(reading, windows);
        return reading;
      }),
    census: (span, signal) =>
      whole(tried, async () => {
        const query = censusQuery(await layoutNow(signal), selection, span);
        return censusOf(await engine.ask(query, signal));
      }),
    withSides: (sides) => sourceFor({ ...selection, ...sides }),
    surroundings: (span, signal) =>
      whole(tried, async () => {
        const query = surroundingsQuery(await layoutNow(signal), span);
        return surroundingsOf(await engine.ask(query, signal));
      }),
    signatures: (question, signal) =>
      whole(tried, async () => {
        const layout = await layoutNow(signal);
        if ((question.withBodies ? layout.message : null) === null && layout.exceptionType === null) return null;
        return signaturesOf(await engine.ask(signaturesQuery(layout, selection, question), signal), question);
      }),
    reaches: (question, signal) =>
      whole(tried, async () => {
        const query = reachQuery(await layoutNow(signal), selection, question);
        return (await engine.ask(query, signal)).rows.length > 0;
      }),
    close: () => engine.close(),
  });
  return sourceFor(asked);
}

/** Refuses a selector whose key this layout does not have. */
export function checkKeys(layout: Layout, { canary, stable = [] }: Selection): void {
  for (const selectors of [canary, stable])
    if (selectors.length > 0) layout.selected(selectors, createBinder(), { fromMs: 0, toMs: 0 });
}

/** Whether every row counts, whatever the service is called. */
function isShared(layout: Layout): boolean {
  return layout.ofService('', createBinder(), { fromMs: 0, toMs: 0 }) === null;
}

/** A selector as it was written. */
export function selectorText({ key, value }: Selector): string {
  return `${key}=${value}`;
}

function badTimes({ table, where }: Tried, service: string): SourceError {
  return new SourceError(
    'bad-times',
    `${table ?? ''} at ${where} holds lines of ${service} whose time cannot be read`,
    'Name another column with --columns time=NAME.',
  );
}

/** `--table` may carry the database in front. */
function tableOf({ database, table: named }: ServerSettings | EmbeddedSettings, usual: string): TableName {
  if (named !== undefined && database !== undefined) return { database, table: named };
  const [first, second, ...rest] = (named ?? usual).split('.');
  const table = first && second && rest.length === 0 ? { database: first, table: second } : { table: named ?? usual };
  return database === undefined ? table : { ...table, database };
}

function nameOf({ database, table }: TableName): string {
  return database === undefined ? table : `${database}.${table}`;
}

/** A result that is whole but not what was asked for is the source's failure, not ours. */
export async function whole<T>({ where }: Tried, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'NotAnAnswer') throw error;
    throw new SourceError(
      'odd-answer',
      `${where} answered with a result that makes no sense: ${error.message}`,
      'See whether a proxy changes the answers.',
      { cause: error },
    );
  }
}
