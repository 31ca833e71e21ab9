import { readFileSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../errors.js';
import { reasonOf } from '../../file-errors.js';
import { parseConfigText, type Path } from './document.js';
import { pathText, problemOf } from './problems.js';
import { configSchema, type FileContent } from './schema.js';

/** A configuration file, checked by its schema; its secrets are not resolved yet. */
export interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  readonly content: FileContent;
  readonly stats: Stats;
  /** `services.payments.wait (canary-verdict.yaml:12)`. */
  placeOf(path: Path): string;
}

/** Far more than anybody writes, and little enough to be parsed at once. */
const MOST_BYTES = 256 * 1024;

/**
 * Reads a configuration file.
 * @throws UserError with file, line and column for whatever is wrong with it.
 */
export function readConfigFile(given: string): ConfigFile {
  const full = path.resolve(given);
  const name = nameOf(given, full);
  const { text, stats } = readText(full, name);
  const { content, placeOf } = parseConfig(text, name);
  return { path: full, content, stats, placeOf };
}

/** The content of a configuration file; `name` is what messages call it. */
export function parseConfig(text: string, name: string): Pick<ConfigFile, 'content' | 'placeOf'> {
  const { value, positionOf } = parseConfigText(text, name);
  const parsed = configSchema.safeParse(value ?? {});
  if (!parsed.success) throw problemOf(parsed.error, configSchema, value, (at) => `${name}:${positionOf(at)}`);
  const lineOf = (at: Path): string => positionOf(at).replace(/:\d+$/, '');
  return { content: parsed.data, placeOf: (at) => `${pathText(at)} (${name}:${lineOf(at)})` };
}

/** Relative to where the person is, as long as that is shorter. */
function nameOf(given: string, full: string): string {
  if (!path.isAbsolute(given)) return given;
  const relative = path.relative('', full);
  return relative.length < full.length ? relative : full;
}

function readText(full: string, name: string): { readonly text: string; readonly stats: Stats } {
  const hint = 'Check the path given with --config, or give --no-config to go without.';
  try {
    const stats = statSync(full);
    if (!stats.isFile()) throw new UserError(`${name} is not a file`, hint);
    if (stats.size > MOST_BYTES) {
      throw new UserError(
        `${name} holds ${stats.size} bytes, more than the ${MOST_BYTES} of any configuration file`,
        hint,
      );
    }
    return { text: decoded(readFileSync(full), name), stats };
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`cannot read ${name}: ${reasonOf(cause)}`, hint, { cause });
  }
}

function decoded(bytes: Buffer, name: string): string {
  const hint = 'Save it as a text file in UTF-8.';
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const at = text.indexOf('\0');
    if (at < 0) return text;
    throw new UserError(`${name}:${text.slice(0, at).split('\n').length}: it holds a NUL character`, hint);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`${name} is not UTF-8`, hint, { cause });
  }
}
