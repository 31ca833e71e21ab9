import type { ReportSource } from '../../core/report.js';
import { SourceError, UserError } from '../../errors.js';
import type { LogFilesSettings, Selection } from '../settings.js';
import type { LogSource } from '../source.js';
import { textValue } from './answer.js';
import { askSignatures } from './ask-signatures.js';
import { openEngine } from './client.js';
import { greet } from './clock.js';
import { probeColumn } from './describe.js';
import { createEngine } from './engine.js';
import type { Tried } from './explained.js';
import { AskError } from './failures.js';
import { knownNames, unrecognised } from './layouts/columns-kind.js';
import { columnsLayout } from './layouts/columns.js';
import { onlyColumns, type Column } from './layouts/facts.js';
import type { Layout } from './layouts/layout.js';
import { needsProbe, timeKindOf } from './layouts/times.js';
import { findLogFiles } from './log-files.js';
import { createWorkspace, FILE_SETTINGS, fromFiles, readAs, type Workspace } from './log-table.js';
import { explainBadTime, explainParseFailure, type FileLook } from './malformed.js';
import { censusQuery, readingQuery, surroundingsQuery } from './query.js';
import { censusOf, readingOf, surroundingsOf } from './reading.js';
import type { SourceTools } from './retry.js';
import { createBinder, type Query } from './sql.js';
import { checkKeys, selectorText } from './table-source.js';
import { whole } from './whole.js';

/** What is known of the files once they were looked into. */
interface Known {
  readonly layout: Layout;
  readonly timeColumn: string;
}

/** Log files, read in place by the embedded engine; files that cannot be read are told at once. */
export async function openLogFiles(
  settings: LogFilesSettings,
  asked: Selection,
  tools: SourceTools,
): Promise<LogSource> {
  const files = await findLogFiles(settings.files);
  const name =
    files.paths.length === 1 ? (settings.files[0] ?? '') : `${files.paths.length} files: ${settings.files.join(', ')}`;
  const tried: Tried = { where: name, table: null, scheme: 'file' };
  let workspace: Workspace | undefined;
  const workspaceNow = () => (workspace ??= createWorkspace());
  const engine = createEngine(() => openEngine(workspaceNow().dataDirectory), tried, tools);
  let known: Known | undefined;
  let serverVersion: string | null = null;

  const look = (): FileLook => ({ engine, files, workspace: workspaceNow(), settings: FILE_SETTINGS });

  async function ask(query: Query, signal: AbortSignal) {
    try {
      return await engine.ask(query, signal, { settings: FILE_SETTINGS });
    } catch (error) {
      throw error instanceof AskError ? await explainParseFailure(error, look(), signal) : error;
    }
  }

  async function knownNow(signal: AbortSignal): Promise<Known> {
    return (known ??= await learn(signal));
  }

  async function learn(signal: AbortSignal): Promise<Known> {
    const pattern = workspaceNow().patternFor(files.paths);
    const sql = `DESCRIBE TABLE file({files:String}, '${files.format}')`;
    const { rows } = await ask({ sql, parameters: { files: pattern } }, signal);
    const columns = readAs(
      files.format,
      rows.map((row) => ({ name: textValue(row['name']), type: textValue(row['type']) })),
    );
    return await knownOf(columns, signal);
  }

  async function knownOf(columns: readonly Column[], signal: AbortSignal): Promise<Known> {
    try {
      const names = knownNames(columns, settings.columns);
      const missing = (['time', 'level'] as const).filter((meaning) => names[meaning] === undefined);
      if (missing.length > 0) throw unrecognised(missing, columns);
      const { time = '', level = '' } = names;
      const type = columns.find((column) => column.name === time)?.type ?? '';
      const from = fromFiles(files, columns, workspaceNow());
      const binder = createBinder();
      const sample =
        files.format === 'Parquet' && needsProbe(type)
          ? await probeColumn((query) => ask(query, signal), from(binder), { name: time, type }, binder.parameters)
          : null;
      const facts = onlyColumns(columns);
      const layout = columnsLayout(from, { names: { ...names, time, level }, time: timeKindOf(type, sample), facts });
      return { layout, timeColumn: time };
    } catch (error) {
      // What a file holds is the person's to put right.
      if (error instanceof SourceError) throw new UserError(`${name}: ${error.message}`, error.hint, { cause: error });
      throw error;
    }
  }

  function assumed(): Layout {
    const names = { time: 'ts', level: 'level', service: 'service', ...settings.columns };
    const columns = Object.values(names).map((column) => ({ name: column, type: 'Nullable(String)' }));
    return columnsLayout(fromFiles(files, columns, { patternFor: (paths) => paths.join(',') }), {
      names,
      time: timeKindOf('String', null),
      facts: onlyColumns([]),
    });
  }

  const sourceFor = (selection: Selection): LogSource => ({
    get info(): ReportSource {
      const isShared = known !== undefined && known.layout.serviceName === null;
      return {
        kind: 'logs',
        name: isShared ? `${name} (no service column: every line counts)` : name,
        table: null,
        layout: 'columns',
        serverVersion,
        level: selection.level,
        ...(selection.environment !== undefined && { environment: selection.environment }),
        canary: selection.canary.map(selectorText),
        stable: (selection.stable ?? []).map(selectorText),
      };
    },
    plan: (windows, readUntilMs) => readingQuery(known?.layout ?? assumed(), selection, windows, readUntilMs),
    connect: (signal) =>
      whole(tried, async () => {
        const greeting = await greet(engine, tools, signal);
        serverVersion = greeting.serverVersion;
        const { layout } = await knownNow(signal);
        checkKeys(layout, selection);
        return greeting;
      }),
    read: (windows, readUntilMs, signal) =>
      whole(tried, async () => {
        const { layout, timeColumn } = await knownNow(signal);
        const query = readingQuery(layout, selection, windows, readUntilMs);
        const reading = readingOf(await ask(query, signal), query, layout, selection, windows);
        if (typeof reading === 'string')
          throw await explainBadTime(look(), layout, timeColumn, selection.service, signal);
        return reading;
      }),
    census: (span, signal) =>
      whole(tried, async () => {
        const query = censusQuery((await knownNow(signal)).layout, selection, span);
        return censusOf(await ask(query, signal));
      }),
    withSides: (sides) => sourceFor({ ...selection, ...sides }),
    collector: () => null,
    surroundings: (span, signal) =>
      whole(tried, async () => {
        const query = surroundingsQuery((await knownNow(signal)).layout, span);
        return surroundingsOf(await ask(query, signal));
      }),
    ...askSignatures(selection, tried, { layoutNow: async (signal) => (await knownNow(signal)).layout, ask }),
    async close() {
      await engine.close();
      workspace?.remove();
      workspace = undefined;
    },
  });
  return sourceFor(asked);
}
