import { statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { UserError } from '../errors.js';
import type { Env } from './settings.js';

const NAMES = ['canary-verdict.yaml', 'canary-verdict.yml', 'canary-verdict.json'] as const;

/**
 * The configuration file of a folder or of the nearest folder around it; null where there is none. The search ends at the
 * root of a git repository and at the home folder: what lies outside of them is somebody else's.
 * @throws UserError where two lie side by side, or where the one found belongs to a stranger.
 */
export function findConfigFile(folder: string, env: Env): string | null {
  const home = env['HOME'] ?? env['USERPROFILE'];
  for (let here = path.resolve(folder); ; here = path.dirname(here)) {
    const [first, second] = NAMES.map((name) => path.join(here, name)).filter(
      (file) => statOf(file)?.isFile() === true,
    );
    if (first !== undefined && second !== undefined) {
      throw new UserError(
        `${first} and ${path.basename(second)} lie side by side`,
        'Keep one of them, or give --config FILE.',
      );
    }
    if (first !== undefined) return ofOurs(first, folder);
    const isEnd = here === home || statOf(path.join(here, '.git')) !== undefined || here === path.dirname(here);
    if (isEnd) return null;
  }
}

/** Anyone can put a file into /tmp, and a configuration file can name programs to run. */
function ofOurs(file: string, folder: string): string {
  const owner = statOf(file)?.uid;
  const trusted = [process.getuid?.(), 0, statOf(folder)?.uid];
  if (process.getuid === undefined || owner === undefined || trusted.includes(owner)) return file;
  throw new UserError(
    `${file} belongs to another user`,
    'Give --config FILE if you trust it, or --no-config to go without.',
  );
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    // A folder that may not be looked into holds nothing for us.
    return undefined;
  }
}
