import type { Stats } from 'node:fs';
import path from 'node:path';
import type { Path } from './document.js';
import type { ConfigFile } from './read.js';
import { Secret } from './secret.js';

const OTHERS_WRITE = 0o002;
const OTHERS_READ = 0o004;
const GROUP_WRITES = 0o020;

/** Who is asking, as the operating system knows them; `uid` is absent where there are no such users. */
export interface Self {
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
}

/** What a person should put right about the file itself, each with the command or the key. */
export function warningsOf(file: ConfigFile, self: Self): readonly string[] {
  if (self.uid === undefined) return [];
  const name = path.relative('', file.path);
  const found: string[] = [];
  const writers = writersOf(file.stats, self);
  if (writers !== null) {
    found.push(
      `${writers.who} may write ${name}, which says where passwords go and what is run; run: chmod ${writers.fix} ${name}`,
    );
  }
  const plain = plainSecrets(file.content, []).map((at) => file.placeOf(at));
  if (plain.length > 0 && (file.stats.mode & OTHERS_READ) !== 0) {
    found.push(
      `everyone here may read the secret at ${plain.join(', ')}; write \${NAME} or file:PATH there, or run: chmod o-r ${name}`,
    );
  }
  return found;
}

/** Everyone, or a group that is not one's own: many systems give each person a group of their own, which may well write. */
function writersOf({ mode, gid }: Stats, self: Self): { readonly who: string; readonly fix: string } | null {
  if ((mode & OTHERS_WRITE) !== 0) return { who: 'everyone', fix: 'go-w' };
  return (mode & GROUP_WRITES) !== 0 && gid !== self.gid ? { who: `group ${gid}`, fix: 'g-w' } : null;
}

/** The ways to all secrets that stand in the file as they are. */
function plainSecrets(value: unknown, at: Path): readonly Path[] {
  if (value instanceof Secret) return value.isPlain() ? [at] : [];
  if (typeof value !== 'object' || value === null) return [];
  const steps = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return steps.flatMap(([step, inner]: readonly [string | number, unknown]) => plainSecrets(inner, [...at, step]));
}
