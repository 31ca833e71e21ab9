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
 * arrived when the process ends.
 */
export function outputOf(fd: 1 | 2, stream: () => NodeJS.WriteStream): Output {
  return isDirect(fd) ? { write: (text) => writeAll(fd, text) } : endable(stream());
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
      if (isEndOfReader(error)) return;
      if (!isFull(error)) throw error;
      // Whoever shares the pipe made it non-blocking, and the reader is slow.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_MS);
    }
  }
}

const FULL_PIPE_MS = 2;

function endable(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.on('error', (error) => {
    if (!isEndOfReader(error)) throw error;
  });
}

/** A reader that closes its end, like `head`, is no error of ours. */
function isEndOfReader(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
