import { constants, type Stats } from 'node:fs';
import { appendFile, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../make-folder.js';
import type { World } from '../world.js';

/** Who must not be kept waiting by a pipe that nobody reads. */
const LONGEST_WAIT_MS = 10_000;
const POLL_MS = 20;

/** Writes a text to a file so that nobody ever reads half of it; to a pipe, a device or `/dev/stdout` as it comes. */
export async function writeWhole(file: string, text: string, world: World, signal: AbortSignal): Promise<void> {
  // Opened anew, a standard output that is a file would be written over from its beginning.
  if (file === '/dev/stdout') return void world.stdout.write(text);
  if (file === '/dev/stderr') return void world.stderr.write(text);
  const stats = await statOf(file);
  if (stats === null || stats.isFile()) return await replaceFile(file, text, stats, world);
  if (stats.isFIFO()) return await writePipe(file, text, world, signal);
  await appendFile(file, text);
}

/** Adds a text to a file that others write to as well. */
export async function append(file: string, text: string): Promise<void> {
  // Whoever wrote before may have left its last line open: then ours would be its end.
  await appendFile(file, `\n${text}`);
}

async function replaceFile(file: string, text: string, stats: Stats | null, world: World): Promise<void> {
  // A link stays, and what it leads to is replaced.
  const target = stats === null ? file : await realpath(file);
  if (stats === null) await makeFolder(path.dirname(target));
  const temporary = `${target}.${world.random().toString(36).slice(2)}.tmp`;
  try {
    await writeFile(temporary, text, { flag: 'wx', mode: stats?.mode ?? 0o666 });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Opened and written without blocking: a pipe without a reader would hold the process for ever, even at Ctrl-C. */
async function writePipe(file: string, text: string, world: World, signal: AbortSignal): Promise<void> {
  const endMs = world.monotonicMs() + LONGEST_WAIT_MS;
  const whenReady = async <T>(action: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await action();
      } catch (error) {
        if (!isNotReady(error)) throw error;
        if (world.monotonicMs() > endMs) throw new Error('nobody reads it', { cause: error });
        await world.sleep(POLL_MS, signal);
      }
    }
  };
  const pipe = await whenReady(async () => open(file, constants.O_WRONLY | constants.O_NONBLOCK));
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length;) {
      const from = written;
      written += (await whenReady(async () => pipe.write(bytes, from))).bytesWritten;
    }
  } finally {
    await pipe.close();
  }
}

/** ENXIO: nobody has opened the other end yet. EAGAIN: it is full. */
function isNotReady(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENXIO' || error.code === 'EAGAIN');
}

async function statOf(file: string): Promise<Stats | null> {
  try {
    return await stat(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
