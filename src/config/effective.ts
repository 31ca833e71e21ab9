import type { HooksSection } from './file/hooks.js';
import type { NotifySection } from './file/notify.js';
import { UserError } from '../errors.js';
import type { RunbooksSection } from './file/runbooks.js';
import { findConfigFile } from './find.js';
import type { ConfigFileUsed } from './judge-config.js';
import { layered, settingsOfEnv, settingsOfFlags, text, type Env, type RawFlags, type Settings } from './settings.js';

/** What holds for a run: every value with where it was given, and the sections that only a file has. */
export interface Effective {
  /** What the flags say. */
  readonly flags: Settings;
  /** What holds: flags before variables before the file. */
  readonly settings: Settings;
  readonly file: ConfigFileUsed | null;
  /** The entries under `services`, where none of them was asked for. */
  readonly services: readonly string[];
  readonly hooks: HooksSection;
  readonly notify: NotifySection;
  readonly runbooks: RunbooksSection;
  /** Absolute paths by format. */
  readonly reports: Readonly<Record<string, string>>;
  readonly reportUrl: string | null;
}

/**
 * What holds where there is no configuration file.
 * @throws UserError for a connection, which only a file could have.
 */
export function withoutFile(rawFlags: RawFlags, env: Env): Effective {
  const flags = settingsOfFlags(rawFlags);
  if (flags['connection'] !== undefined) {
    throw new UserError(
      '--connection names a connection of a configuration file, and there is none',
      'Give --config FILE, or --url instead.',
    );
  }
  return {
    flags,
    settings: layered(flags, settingsOfEnv(env)),
    file: null,
    services: [],
    hooks: {},
    notify: [],
    runbooks: {},
    reports: {},
    reportUrl: null,
  };
}

/** Whether a run is about one service, which must be named where the file has several, or may be about all of them. */
export type Asking = 'one-service' | 'any-service';

/**
 * What holds for a run in this folder. `warn` is told what is unsafe about the file.
 * @throws UserError for a file that is wrong.
 */
export async function readEffective(
  rawFlags: RawFlags,
  env: Env,
  folder: string,
  warn: (problem: string) => void,
  asking: Asking = 'one-service',
): Promise<Effective> {
  const file = configPath(rawFlags, env, folder);
  if (file === null) return withoutFile(rawFlags, env);
  // The parser and the schema take longer to load than all the rest of a run.
  const { effectiveWith } = await import('./file/effective-with.js');
  return effectiveWith(file, rawFlags, env, warn, asking);
}

/** The file to read; null for none. */
export function configPath(rawFlags: RawFlags, env: Env, folder: string): string | null {
  if (rawFlags['config'] === false) return null;
  return text(settingsOfFlags(rawFlags), 'config') ?? findConfigFile(folder, env);
}
