import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FileFormat, LogFiles } from './log-files.js';
import type { Column } from './layouts/facts.js';
import { quoteIdentifier, type Binder } from './sql.js';

/** How the engine has to read log files: every value as the text that stands there, columns from all files together. */
export const FILE_SETTINGS = {
  schema_inference_mode: 'union',
  input_format_json_read_numbers_as_strings: 1,
  input_format_json_read_bools_as_strings: 1,
  input_format_json_read_objects_as_strings: 1,
  input_format_json_read_arrays_as_strings: 1,
  input_format_json_try_infer_named_tuples_from_objects: 0,
  input_format_skip_unknown_fields: 1,
  input_format_tsv_crlf_end_of_line: 1,
  input_format_max_rows_to_read_for_schema_inference: 1000,
} as const;

/** A folder of our own for the engine's data and for links to files whose names the engine would take for patterns. */
export interface Workspace {
  readonly dataDirectory: string;
  /** The engine's pattern for exactly these files. */
  patternFor(paths: readonly string[]): string;
  /** The file behind a path that the engine names. */
  originalOf(enginePath: string): string;
  remove(): void;
}

/** Makes the folder; `remove` takes it away. */
export function createWorkspace(): Workspace {
  const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-'));
  const originals = new Map<string, string>();

  function plainName(original: string): string {
    if (!/[*?{}[\],\\]/.test(original)) return original;
    const known = [...originals].find(([, target]) => target === original)?.[0];
    if (known !== undefined) return known;
    const endings = path.basename(original).replaceAll(/[^A-Za-z0-9.]/g, '');
    const link = path.join(folder, `${originals.size}-${endings}`);
    symlinkSync(original, link);
    originals.set(link, original);
    return link;
  }

  return {
    dataDirectory: path.join(folder, 'data'),
    patternFor(paths) {
      const plain = paths.map(plainName);
      return plain.length === 1 ? (plain[0] ?? '') : `/{${plain.map((one) => one.slice(1)).join(',')}}`;
    },
    originalOf: (enginePath) => originals.get(enginePath) ?? enginePath,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The table function over files, with their columns as texts where the format has no types. */
export function fromFiles(
  { format, paths }: LogFiles,
  columns: readonly Column[],
  { patternFor }: Pick<Workspace, 'patternFor'>,
): (binder: Binder) => string {
  return (binder) => {
    const files = binder.bind('files', 'String', patternFor(paths));
    if (format === 'Parquet') return `file(${files}, 'Parquet')`;
    return `file(${files}, '${format}', ${binder.bind('columns', 'String', structureOf(columns.map(({ name }) => name)))})`;
  };
}

/** Columns that hold any text, for the engine's third argument of `file`. */
export function structureOf(names: readonly string[]): string {
  return names.map((name) => `${quoteIdentifier(name)} Nullable(String)`).join(', ');
}

/** Columns as they are read: texts, except in a format that has types. */
export function readAs(format: FileFormat, columns: readonly Column[]): readonly Column[] {
  return format === 'Parquet' ? columns : columns.map(({ name }) => ({ name, type: 'Nullable(String)' }));
}
