import type { Interval } from '../../core/window.js';
import { UserError } from '../../errors.js';
import { textValue, wholeNumber } from './answer.js';
import type { Engine } from './engine.js';
import type { AskError } from './failures.js';
import type { LogFiles } from './log-files.js';
import { structureOf, type Workspace } from './log-table.js';
import { LINE_MS, type Layout } from './layouts/layout.js';
import { definitionsOf } from './query.js';
import { createBinder, quoteIdentifier } from './sql.js';

/** One reader a file, so that the engine's row numbers count from the start of the file. */
const IN_ORDER = { input_format_parallel_parsing: 0, max_threads: 1 } as const;

/** Plain lines have no columns to unite; in the embedded engine a setting stays until another query changes it. */
const AS_LINES = { ...IN_ORDER, schema_inference_mode: 'default' } as const;

/** What is needed to look into the files once more. */
export interface FileLook {
  readonly engine: Engine;
  readonly files: LogFiles;
  readonly workspace: Workspace;
  readonly settings: Readonly<Record<string, string | number>>;
}

/** Turns a failure to parse log files into one that names the file and the line; other failures stay what they are. */
export async function explainParseFailure(error: AskError, look: FileLook, signal: AbortSignal): Promise<Error> {
  if (error.exception === null || OF_THE_ENGINE.has(error.exception)) return error;
  for (const file of look.files.paths) {
    const found =
      look.files.format === 'JSONEachRow' ? await badJson(look, file, signal) : await badRow(look, file, signal);
    if (found !== null) return new UserError(found, hintFor(look.files), { cause: error });
  }
  const named = /in file\/uri (.+?)\)/.exec(error.message)?.[1];
  const file = named === undefined ? look.files.paths.join(', ') : look.workspace.originalOf(named);
  const hint =
    error.exception === NOT_IMPLEMENTED
      ? 'Unpack the file, or pack it with gzip, zstd, xz or lz4.'
      : hintFor(look.files);
  return new UserError(`cannot read ${file}: ${error.message.replace(/^.*?exception \d+: /, '')}`, hint, {
    cause: error,
  });
}

/** Exceptions that are not about what the files hold: limits, and mistakes in a query. */
const OF_THE_ENGINE = new Set([47, 62, 158, 159, 164, 241, 396]);

const NOT_IMPLEMENTED = 48;

function hintFor({ format }: LogFiles): string {
  const whole = {
    JSONEachRow: 'Each line must be one JSON object; remove or repair the line.',
    CSVWithNames: 'A CSV file needs a header and as many values in each line; repair the line.',
    TSVWithNames: 'A TSV file needs a header and as many values in each line; repair the line.',
    Parquet: 'Check that the file is complete.',
  } as const satisfies Record<LogFiles['format'], string>;
  return whole[format];
}

/** The first line that is no JSON object. */
async function badJson({ engine, workspace }: FileLook, file: string, signal: AbortSignal): Promise<string | null> {
  const sql = `SELECT _row_number AS row, line FROM file({file:String}, 'LineAsString')
WHERE trimBoth(line) != '' AND JSONType(line) != 'Object' ORDER BY row LIMIT 1`;
  const query = { sql, parameters: { file: workspace.patternFor([file]) } };
  const answer = await engine.ask(query, signal, { settings: AS_LINES }).catch(() => null);
  signal.throwIfAborted();
  const row = answer?.rows[0];
  if (row === undefined) return null;
  return `${file}:${wholeNumber(row['row']) + 1}: not a JSON object: ${shown(textValue(row['line']))}`;
}

/** The row the engine stumbles over when it reads the file from the start, alone, and every value as text. */
async function badRow(
  { engine, files, workspace, settings }: FileLook,
  file: string,
  signal: AbortSignal,
): Promise<string | null> {
  if (files.format === 'Parquet') return null;
  const ask = async (sql: string, more: Readonly<Record<string, string>> = {}) =>
    await engine.ask({ sql, parameters: { file: workspace.patternFor([file]), ...more } }, signal, {
      settings: { ...settings, ...IN_ORDER, input_format_max_rows_to_read_for_schema_inference: 1 },
    });
  try {
    const { rows } = await ask(`DESCRIBE TABLE file({file:String}, '${files.format}')`);
    const columns = structureOf(rows.map(({ name }) => textValue(name)));
    const source = `SELECT * FROM file({file:String}, '${files.format}', {columns:String})`;
    await ask(`SELECT count() FROM (${source}) WHERE NOT ignore(*)`, { columns });
    return null;
  } catch (error) {
    signal.throwIfAborted();
    const text = error instanceof Error ? `${error.message} ${String(error.cause)}` : '';
    // A first row that does not fit the header fails before rows are counted.
    const row = /The number of column names/.test(text) ? 1 : /\(at row (\d+)\)/.exec(text)?.[1];
    if (row === undefined) return null;
    // The header is line 1.
    return `${file}:${Number(row) + 1}: not as many values as the header has names, or a broken quote`;
  }
}

const WHOLE_FILE: Interval = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

/** Names the first line of the service whose time cannot be read. */
export async function explainBadTime(
  look: FileLook,
  layout: Layout,
  timeColumn: string,
  service: string,
  signal: AbortSignal,
): Promise<UserError> {
  const binder = createBinder();
  const ofService = layout.ofService(service, binder, WHOLE_FILE);
  const sql = `${definitionsOf(layout)}SELECT _path AS file, _row_number AS row, ifNull(toString(${quoteIdentifier(timeColumn)}), '') AS text FROM ${layout.from(binder, WHOLE_FILE)}
WHERE ${ofService === null ? '' : `${ofService} AND `}${LINE_MS} IS NULL ORDER BY file, row LIMIT 1`;
  const { rows } = await look.engine.ask({ sql, parameters: binder.parameters }, signal, {
    settings: { ...look.settings, ...IN_ORDER },
  });
  const enginePath = textValue(rows[0]?.['file'] ?? '');
  const line = await lineOfRow(look, enginePath, wholeNumber(rows[0]?.['row'] ?? 0), signal);
  const text = textValue(rows[0]?.['text'] ?? '');
  const problem = text === '' ? `no ${timeColumn}` : `${shown(text)} in ${timeColumn} is not a time`;
  return new UserError(
    `${look.workspace.originalOf(enginePath)}:${line}: ${problem}`,
    'Times are ISO 8601, or Unix seconds, milliseconds, microseconds or nanoseconds; name another column with --columns time=NAME.',
  );
}

/** Rows count from 0 without blank lines and headers, lines from 1 with them. */
async function lineOfRow(
  { engine, files }: FileLook,
  enginePath: string,
  row: number,
  signal: AbortSignal,
): Promise<number> {
  if (files.format === 'Parquet') return row + 1;
  if (files.format !== 'JSONEachRow') return row + 2;
  const sql = `SELECT _row_number AS row FROM file({file:String}, 'LineAsString')
WHERE trimBoth(line) != '' ORDER BY row LIMIT 1 OFFSET {row:UInt64}`;
  const { rows } = await engine.ask({ sql, parameters: { file: enginePath, row } }, signal, { settings: AS_LINES });
  return wholeNumber(rows[0]?.['row'] ?? row) + 1;
}

function shown(text: string): string {
  const line = text.trim();
  return JSON.stringify(line.length <= TEXT_SHOWN ? line : `${line.slice(0, TEXT_SHOWN)}…`);
}

const TEXT_SHOWN = 60;
