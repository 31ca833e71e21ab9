import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../errors.js';

/** Lies in every folder that the demo made, so that it never empties one that it did not make. */
const MARKER = 'canary-verdict-demo.json';

/** Makes an empty folder for the demo's database, in place of an earlier demo's; refuses any other folder with something in it. */
export function prepareFolder(folder: string, about: Readonly<Record<string, string | number>>): void {
  const entries = entriesOf(folder);
  if (entries.length > 0 && !entries.includes(MARKER)) {
    throw new UserError(`${folder} is not empty, and not a folder of the demo`, 'Name a new folder: --dir PATH.');
  }
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, MARKER), `${JSON.stringify(about)}\n`);
  } catch (cause) {
    throw new UserError(`Cannot write to ${folder}: ${messageOf(cause)}`, 'Name another folder: --dir PATH.', {
      cause,
    });
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw new UserError(`Cannot read the folder ${folder}: ${messageOf(cause)}`, 'Name another folder: --dir PATH.', {
      cause,
    });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
