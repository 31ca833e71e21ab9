import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and those above it that are missing. Node's own `recursive` never ends, and cannot be interrupted, where a folder is
 * there that lets nothing be made in it, as /proc does.
 * @throws what the file system says.
 */
export async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  const parent = path.dirname(folder);
  if (parent !== folder && !(await isFolder(parent))) await makeFolder(parent);
  try {
    await mkdir(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!(await isFolder(folder))) throw error;
  }
}

async function isFolder(file: string): Promise<boolean> {
  return await stat(file).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
