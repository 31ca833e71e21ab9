import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { UserError } from '../errors.js';
import { reasonOf } from '../file-errors.js';

/**
 * The bytes of a file, of a gzip file by its name, or of stdin (`-`).
 * @throws UserError when it cannot be read to its end.
 */
export async function* bytesOf(
  file: string,
  openStdin: () => NodeJS.ReadableStream,
): AsyncGenerator<string | Uint8Array> {
  try {
    yield* file === '-' ? openStdin() : fileBytes(file);
  } catch (cause) {
    const reason = isGzipError(cause) ? 'it is no whole gzip file' : reasonOf(cause);
    throw new UserError(`cannot read ${file}: ${reason}`, 'Give a file of recorded series, or - for stdin.', { cause });
  }
}

async function* fileBytes(file: string): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  if (!file.endsWith('.gz')) return yield* stream;
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  stream.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  try {
    yield* unpacked;
  } finally {
    stream.destroy();
  }
}

/** Some hundred lines: enough to be fast, and few enough that an interruption is heard between two. */
const CHUNK_BYTES = 65_536;

function isGzipError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
