import type { ConfigFileUsed } from './judge-config.js';
import type { HooksSection } from './file/hooks.js';
import type { NotifySection } from './file/notify.js';
import type { RunbooksSection } from './file/runbooks.js';
import { layered, settingsOfEnv, settingsOfFlags, type Env, type RawFlags, type Settings } from './settings.js';

/** What holds for a run: every value with where it was given, and the sections that only a file has. */
export interface Effective {
  /** What the flags say. */
  readonly flags: Settings;
  /** What holds: flags before variables before the file. */
  readonly settings: Settings;
  readonly file: ConfigFileUsed | null;
  readonly hooks: HooksSection;
  readonly notify: NotifySection;
  readonly runbooks: RunbooksSection;
  /** Absolute paths by format. */
  readonly reports: Readonly<Record<string, string>>;
  readonly reportUrl: string | null;
}

/** What holds where there is no configuration file. */
export function withoutFile(rawFlags: RawFlags, env: Env): Effective {
  const flags = settingsOfFlags(rawFlags);
  return {
    flags,
    settings: layered(flags, settingsOfEnv(env)),
    file: null,
    hooks: {},
    notify: [],
    runbooks: {},
    reports: {},
    reportUrl: null,
  };
}
