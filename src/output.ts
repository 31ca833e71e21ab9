import { fstatSync, writeSync } from 'node:fs';

/** A stream to a person or a pipe. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * The standard output or error of a process. Terminals get Node's own stream; pipes, sockets and files are written to
 * directly, because that stream brings the whole network library with it, and because what is written directly has
 * arrived when the process ends. `onLost` is told when text cannot be written, as on a full disk.
 */
export function outputOf(fd: 1 | 2, stream: () => NodeJS.WriteStream, onLost: (error: unknown) => void): Output {
  const onError = (error: unknown): void => {
    // A reader that closes its end, like `head`, is no error of ours.
    if (!isCode(error, 'EPIPE')) onLost(error);
  };
  if (!isDirect(fd)) return stream().on('error', onError);
  return {
    write: (text) => {
      try {
        writeAll(fd, text);
      } catch (error) {
        onError(error);
      }
    },
  };
}

function isDirect(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isFIFO() || stats.isSocket() || stats.isFile();
  } catch {
    return false;
  }
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if (!isCode(error, 'EAGAIN')) throw error;
      // Whoever shares the pipe made it non-blocking, and the reader is slow.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_MS);
    }
  }
}

const FULL_PIPE_MS = 2;

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
