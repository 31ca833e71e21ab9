import { statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../errors.js';
import { fileBytes } from '../fields.js';
import type { Env } from '../settings.js';
import type { Path } from './document.js';
import type { ConfigFile } from './read.js';
import { Secret, type Resolved } from './secret.js';

const MOST_BYTES = 65_536;

/**
 * A part of the file with its secrets filled in: `${NAME}` by the variable, `$${` by `${`, and a text that begins with
 * `file:` by the content of that file, without its last line break. What a variable holds is taken as it is.
 * @throws UserError naming key, line and variable or file.
 */
export function resolveSecrets<T>(value: T, path: Path, file: ConfigFile, env: Env): Resolved<T>;
export function resolveSecrets(value: unknown, at: Path, file: ConfigFile, env: Env): unknown {
  if (value instanceof Secret) return resolved(value.template(), at, file, env);
  if (Array.isArray(value)) return value.map((item, index) => resolveSecrets<unknown>(item, [...at, index], file, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, resolveSecrets<unknown>(inner, [...at, key], file, env)]),
  );
}

function resolved(template: string, at: Path, file: ConfigFile, env: Env): string {
  const place = file.placeOf(at);
  const text = template.replaceAll(/\$\$\{|\$\{([^}]*)(\}?)/g, (_, name: string | undefined, end: string) => {
    if (name === undefined) return '${';
    if (end === '' || !/^[A-Za-z_]\w*$/.test(name)) {
      throw new UserError(
        `${place} holds a \${ that begins no variable`,
        'Write ${NAME} for a variable, or $${ for the characters.',
      );
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value !== undefined) return value;
    throw new UserError(`${place} needs the variable ${name}, which is not set`, `Set ${name}, or change ${place}.`);
  });
  return template.startsWith('file:') ? contentOf(text.slice('file:'.length), place, file) : text;
}

function contentOf(name: string, place: string, file: ConfigFile): string {
  const full = path.resolve(path.dirname(file.path), name);
  const stats = statSync(full, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isDirectory() && (!stats.isFile() || stats.size > MOST_BYTES)) {
    throw new UserError(`${full} is no file that holds a secret`, `Check the path in ${place}.`);
  }
  return fileBytes(place, full)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
