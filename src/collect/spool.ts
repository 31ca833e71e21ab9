import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors.js';
import { reasonOf } from '../file-errors.js';
import { makeFolder } from '../make-folder.js';
import { batchText, countersIn, parseBatch, type Batch } from './batch.js';

/**
 * Batches that are not written yet, oldest first, on disk, so that they outlive this process. A batch lies here before it is sent and
 * until the server has it.
 */
export interface Spool {
  /** Keeps a batch; when the limit is passed, the oldest ones go. */
  add(batch: Batch): Promise<void>;
  /** The oldest batch; null when all are written. */
  oldest(): Promise<Batch | null>;
  /** Forgets the oldest batch, because it was written. */
  removeOldest(): Promise<void>;
  readonly tallies: SpoolTallies;
}

export interface SpoolTallies {
  readonly batches: number;
  readonly bytes: number;
  /** Batches that had to go because of the limit, or that could not be read again. */
  readonly lost: number;
  /** Counters of the batches that had to go because of the limit. */
  readonly lostCounters: number;
  /** Whether the last batch found no room without another one going. */
  readonly isFull: boolean;
  /** Whether the disk refuses to take batches, so that they are kept in memory. */
  readonly isInMemory: boolean;
}

interface Entry {
  /** Absent where the disk refused it. */
  readonly file?: string;
  readonly bytes: number;
  readonly batch?: Batch;
}

const SUFFIX = '.batch.json';
const DIGITS = 12;

/**
 * Opens the spool in a folder, which is made where there is none, and finds what an earlier process left.
 * @throws UserError when the folder cannot be made or read.
 */
export async function openSpool(folder: string, mostBytes: number): Promise<Spool> {
  const entries = await entriesIn(folder).catch((error: unknown) => {
    const hint = 'Name a folder of its own with --spool FOLDER.';
    throw new UserError(`the spool ${folder} cannot be used: ${reasonOf(error)}`, hint, { cause: error });
  });
  // Counted, not timed: clocks are set back, and the order must stay.
  let number = Number.parseInt(path.basename(entries.at(-1)?.file ?? '0'), 10) || 0;
  let lost = 0;
  let lostCounters = 0;
  let isSending = false;
  let isFull = false;
  let isInMemory = false;
  const bytesOf = () => entries.reduce((sum, { bytes }) => sum + bytes, 0);

  /** Whole or not at all: a crash while writing leaves a file that is not looked at. */
  async function write(text: string, token: string): Promise<string | undefined> {
    number += 1;
    // With its token, because another collector may count in the same folder.
    const file = path.join(folder, `${String(number).padStart(DIGITS, '0')}-${token}${SUFFIX}`);
    try {
      const handle = await open(`${file}.part`, 'w');
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${file}.part`, file);
      isInMemory = false;
      return file;
    } catch {
      isInMemory = true;
      await rm(`${file}.part`, { force: true }).catch(() => {});
      return undefined;
    }
  }

  async function dropOldest(): Promise<void> {
    const [entry] = entries.splice(0, 1);
    await removeFile(entry);
  }

  /** Takes the oldest ones out until the limit is kept, but never the one that is being sent: it may be there already. */
  function takeWhatIsTooMuch(): readonly Entry[] {
    const first = isSending ? 1 : 0;
    const taken: Entry[] = [];
    while (bytesOf() > mostBytes && entries.length > first + 1) taken.push(...entries.splice(first, 1));
    return taken;
  }

  return {
    get tallies() {
      return { batches: entries.length, bytes: bytesOf(), lost, lostCounters, isFull, isInMemory };
    },
    async add(batch) {
      const text = batchText(batch);
      const file = await write(text, batch.token);
      entries.push({ bytes: Buffer.byteLength(text), ...(file === undefined ? { batch } : { file }) });
      isFull = bytesOf() > mostBytes;
      for (const entry of takeWhatIsTooMuch()) {
        const gone = await batchOf(entry);
        lost += 1;
        lostCounters += gone === null ? 0 : countersIn(gone);
        await removeFile(entry);
      }
    },
    async oldest() {
      for (;;) {
        const [entry] = entries;
        if (entry === undefined) return null;
        isSending = true;
        const batch = await batchOf(entry);
        if (batch !== null) return batch;
        lost += 1;
        await dropOldest();
      }
    },
    async removeOldest() {
      await dropOldest();
      isSending = false;
    },
  };
}

/** Null where its file cannot be read any more. */
async function batchOf({ batch, file = '' }: Entry): Promise<Batch | null> {
  return batch ?? parseBatch(await readFile(file, 'utf8').catch(() => ''));
}

/** A file that stays is sent again after a restart, and counts once. */
async function removeFile(entry: Entry | undefined): Promise<void> {
  if (entry?.file !== undefined) await rm(entry.file, { force: true }).catch(() => {});
}

/** What an earlier process left, oldest first. */
async function entriesIn(folder: string): Promise<Entry[]> {
  await makeFolder(folder);
  const names = (await readdir(folder)).filter((name) => name.endsWith(SUFFIX)).sort();
  const files = names.map((name) => path.join(folder, name));
  return await Promise.all(files.map(async (file) => ({ file, bytes: (await stat(file)).size })));
}
