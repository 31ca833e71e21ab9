import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../errors.js';

/** How the engine reads a file: its name for the format. */
export type FileFormat = 'JSONEachRow' | 'CSVWithNames' | 'TSVWithNames' | 'Parquet';

/** Files of one format, by absolute path. */
export interface LogFiles {
  readonly format: FileFormat;
  readonly paths: readonly string[];
}

const COMPRESSED = /\.(gz|gzip|zst|zstd|xz|bz2|lz4|br|snappy)$/i;

const FORMATS: Readonly<Record<string, FileFormat>> = {
  '.csv': 'CSVWithNames',
  '.tsv': 'TSVWithNames',
  '.tab': 'TSVWithNames',
  '.parquet': 'Parquet',
  '.pq': 'Parquet',
};

/** Finds the files that were named, one by one or by globs, and refuses what cannot be read. */
export async function findLogFiles(given: readonly string[]): Promise<LogFiles> {
  const found: string[] = [];
  for (const name of given) found.push(...(await filesOf(name)));
  const paths = [...new Set(found)].filter((file) => statSync(file).size > 0);
  if (paths.length === 0)
    throw new UserError(`${given.join(', ')}: no lines, the file is empty`, 'Check what --logs names.');
  const formats = [...new Set(paths.map(formatOf))];
  const [format] = formats;
  if (format === undefined || formats.length > 1) {
    throw new UserError(
      '--logs names files of several formats',
      'Give NDJSON, CSV, TSV and Parquet files in separate runs.',
    );
  }
  return { format, paths };
}

/** By the name before the compression's ending; what has none of the known endings is NDJSON. */
function formatOf(file: string): FileFormat {
  return FORMATS[path.extname(file.replace(COMPRESSED, '')).toLowerCase()] ?? 'JSONEachRow';
}

async function filesOf(name: string): Promise<readonly string[]> {
  // A file that is there is meant, even where its name looks like a glob.
  if (statSync(name, { throwIfNoEntry: false }) !== undefined) return [readable(name)];
  if (!/[*?[\]{}]/.test(name))
    throw new UserError(`cannot read ${name}: there is no such file`, 'Check the path given to --logs.');
  const { glob } = await import('tinyglobby');
  const matches = await glob(name, { absolute: true, dot: true, expandDirectories: false });
  if (matches.length === 0) throw new UserError(`no file matches ${name}`, 'Check the pattern given to --logs.');
  return matches.toSorted().map(readable);
}

function readable(name: string): string {
  try {
    accessSync(name, constants.R_OK);
  } catch (error) {
    throw new UserError(`cannot read ${name}: permission denied`, 'Check the rights of the file.', { cause: error });
  }
  if (!statSync(name).isFile())
    throw new UserError(`${name} is not a file`, `Name files, such as ${path.join(name, '*.ndjson')}`);
  return path.resolve(name);
}
