import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** From start to end of a collector, noted on disk, so that the next one knows whether this one was killed. */
export interface Life {
  /** Begins it, and answers how many counters the one before may have lost: 0 when it ended by itself, or when there was none. */
  begin(): Promise<number>;
  /** Notes how many counters came in the interval that ended: about as many are lost with the next one, if it comes to no end. */
  keep(counters: number): void;
  end(): Promise<void>;
}

const FILE = 'running';

/** A life in the folder of the spool. A disk that refuses makes it forget, and stops nothing. */
export function createLife(folder: string): Life {
  const file = path.join(folder, FILE);
  let writing = Promise.resolve();
  const keep = (counters: number): void => {
    writing = writing.then(() => writeFile(file, String(counters))).catch(() => {});
  };
  return {
    async begin() {
      const left = await readFile(file, 'utf8').catch(() => null);
      keep(0);
      return left === null ? 0 : Math.max(1, Number.parseInt(left, 10) || 0);
    },
    keep,
    async end() {
      await writing;
      await rm(file, { force: true }).catch(() => {});
    },
  };
}
