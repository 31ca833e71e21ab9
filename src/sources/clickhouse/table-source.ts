import type { ReportSource } from '../../core/report.js';
import { SourceError, UserError } from '../../errors.js';
import type { EmbeddedSettings, Selection, Selector, ServerSettings } from '../settings.js';
import type { LogSource } from '../source.js';

import { greet, limitsWithin, type Greeting } from './clock.js';

import { askTable, nameOf } from './ask-table.js';
import type { Tried } from './explained.js';

import type { Chosen } from './layouts/kind.js';
import type { Layout } from './layouts/layout.js';

import { censusQuery, readingQuery, surroundingsQuery } from './query.js';
import { censusOf, readingOf, surroundingsOf } from './reading.js';
import type { SourceTools } from './retry.js';
import { reachQuery, signaturesQuery } from './signatures-query.js';
import { signaturesOf } from './signatures.js';
import { checkSteps } from './steps.js';
import { createBinder } from './sql.js';

/** A table of a server or of the embedded engine. */
export function openTable(
  settings: ServerSettings | EmbeddedSettings,
  selected: Selection,
  tools: SourceTools,
): LogSource {
  const asked = askTable(settings, tools);
  const { engine, tried, table, assumed } = asked;
  const place = settings.kind === 'clickhouse' ? new URL(settings.url).host : settings.path;
  let greeting: Greeting | undefined;
  let chosen: Chosen | undefined;

  async function layoutNow(signal: AbortSignal) {
    if (chosen?.isSettled !== true) chosen = await asked.choose(await asked.learn(signal), signal);
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
  return sourceFor(selected);
}

/** Refuses a selector whose key this layout does not have, and an environment where lines name none. */
export function checkKeys(layout: Layout, { canary, stable = [], environment }: Selection): void {
  if (environment !== undefined) checkEnvironment(layout, environment);
  for (const selectors of [canary, stable])
    if (selectors.length > 0) layout.selected(selectors, createBinder(), { fromMs: 0, toMs: 0 });
}

/** Whether every row counts, whatever the service is called. */
function isShared(layout: Layout): boolean {
  return layout.ofService('', createBinder(), { fromMs: 0, toMs: 0 }) === null;
}

function checkEnvironment(layout: Layout, environment: string): void {
  try {
    layout.selected([{ key: 'env', value: environment }], createBinder(), { fromMs: 0, toMs: 0 });
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw new UserError(
      `--env ${JSON.stringify(environment)}: lines of the layout ${layout.name} name no environment`,
      'Drop --env, or select by what they do name with --canary KEY=VALUE.',
      { cause },
    );
  }
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
