import { COLLECTOR_SERVICE } from '../../core/lost-counters.js';
import type { ReportSource } from '../../core/report.js';
import { SourceError, UserError } from '../../errors.js';
import type { EmbeddedSettings, Selection, Selector, ServerSettings } from '../settings.js';
import type { LogSource } from '../source.js';

import { greet, limitsWithin, type Greeting } from './clock.js';

import { askSignatures } from './ask-signatures.js';
import { askTable, nameOf } from './ask-table.js';
import type { Tried } from './explained.js';

import type { Chosen } from './layouts/kind.js';
import type { Layout } from './layouts/layout.js';

import { censusQuery, readingQuery, surroundingsQuery } from './query.js';
import { censusOf, readingOf, surroundingsOf } from './reading.js';
import type { SourceTools } from './retry.js';
import { checkSteps } from './steps.js';
import { createBinder } from './sql.js';
import { whole } from './whole.js';

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
  let isQuick = true;
  const quickest = (layout: Layout) => (isQuick ? (layout.quicker ?? layout) : layout);

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
    plan: (windows, readUntilMs) =>
      readingQuery(quickest(chosen?.layout ?? assumed()), selection, windows, readUntilMs),
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
        const readBy = async (one: Layout) => {
          const query = readingQuery(one, selection, windows, readUntilMs);
          return readingOf(await engine.ask(query, signal), query, one, selection, windows);
        };
        let reading = await readBy(quickest(layout));
        if (reading === 'failed') {
          isQuick = false;
          reading = await readBy(layout);
        }
        if (typeof reading === 'string') throw badTimes(tried, selection.service);
        if (layout.weight !== null) checkSteps(reading, windows);
        return reading;
      }),
    census: (span, signal) =>
      whole(tried, async () => {
        const query = censusQuery(await layoutNow(signal), selection, span);
        return censusOf(await engine.ask(query, signal));
      }),
    withSides: (sides) => sourceFor({ ...selection, ...sides }),
    collector: () =>
      chosen?.layout.heard === undefined
        ? null
        : sourceFor({ service: COLLECTOR_SERVICE, level: 'ERROR', canary: [], stable: [] }),
    surroundings: (span, signal) =>
      whole(tried, async () => {
        const query = surroundingsQuery(await layoutNow(signal), span);
        return surroundingsOf(await engine.ask(query, signal));
      }),
    ...askSignatures(selection, tried, { layoutNow, ask: (query, signal) => engine.ask(query, signal) }),
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
