import type { Share } from '../core/exposure.js';
import type { Level } from '../core/levels.js';
import type { Rule } from '../core/rule.js';
import type { Moment } from '../core/time.js';
import type { Interval } from '../core/window.js';
import type { CodeMapping } from '../exit-codes.js';
import type { Hook } from '../hooks/hook.js';
import type { Notifier } from '../notify/settings.js';
import type { Selector } from '../sources/settings.js';
import type { RunbooksSection } from './file/runbooks.js';
import type { ReportSettings } from './reports.js';
import type { SeriesOrigin } from './source.js';

/** Everything one judgement needs to know, checked. */
export interface JudgeConfig {
  readonly origin: SeriesOrigin;
  /** Null only for a recorded series. */
  readonly service: string | null;
  readonly level: Level;
  /** Only lines of this deployment environment count; null for all. */
  readonly environment: string | null;
  /** Which instances to look at; `auto` is the version first seen around the release; empty is all of them. */
  readonly canary: 'auto' | readonly Selector[];
  /** The instances that still run the old version; empty where nobody named them. */
  readonly stable: readonly Selector[];
  /** What part of the traffic the canary takes, where a person says so. */
  readonly canaryShare: Share | null;
  readonly release: Moment;
  readonly waitMs: number;
  readonly before: { readonly lengthMs: number } | Interval;
  /** Null when not given: 30 s, or a recorded series' own. */
  readonly bucketMs: number | null;
  /** The rule that holds where no flag says otherwise: the configuration file over what is built in. */
  readonly usualRule: Rule;
  /** Null where a flag was not given, so that a saved report's own rule can stand in. */
  readonly rule: { readonly [K in keyof Rule]: Rule[K] | null };
  readonly codeMapping: CodeMapping;
  readonly timeoutMs: number;
  readonly maxLagMs: number;
  /** How often to look while waiting. */
  readonly lookEveryMs: number;
  /** How much longer to wait, once, when the errors are too few to tell; null for not at all. */
  readonly extendMs: number | null;
  /** The most rows that a query may read; null for no limit. */
  readonly maxRows: number | null;
  /** Whether what errors say is read, and whether it may roll back. */
  readonly signatures: 'off' | 'explain' | 'judge';
  /** How long before both windows an error may have been seen to be known; 0 for not at all. */
  readonly lookBackMs: number;
  /** Whether messages may be read and told. */
  readonly withSamples: boolean;
  /** Error messages that are known and harmless, `*` standing for anything. */
  readonly allow: readonly string[];
  readonly format: ReportFormat;
  /** Where the report goes instead of stdout. */
  readonly outputFile: string | null;
  readonly isQuiet: boolean;
  readonly wantsColor: boolean;
  readonly isDryRun: boolean;
  /** The configuration file that was found; null without one. */
  readonly file: ConfigFileUsed | null;
  /** What to run after the verdict; empty with --no-hooks. */
  readonly hooks: readonly Hook[];
  /** Whom to tell, secrets resolved; empty with --no-hooks. */
  readonly notify: readonly Notifier[];
  /** Pages of one's own, by the code of a finding. */
  readonly runbooks: RunbooksSection;
  /** Reports to write besides the one on stdout. */
  readonly reports: ReportSettings;
  /** Where people find the report; null where nobody said. */
  readonly reportUrl: string | null;
  /** Settings that were given at all, by flags, variables or the file. */
  readonly given: readonly string[];
  /** Where each setting was given; one that was not is called by its flag. */
  readonly placeOf: (setting: string) => string;
}

/** A configuration file that settings came from. */
export interface ConfigFileUsed {
  /** Absolute. */
  readonly path: string;
  /** The entry under `services` that holds; null where none does. */
  readonly service: string | null;
  /** The connection that is asked; null where flags or variables say whom to ask. */
  readonly connection: string | null;
}

export type ReportFormat = 'text' | 'json' | 'markdown' | 'html';

export const DEFAULTS = {
  waitMs: 300_000,
  beforeMs: 1_800_000,
  bucketMs: 30_000,
  maxLagMs: 60_000,
  timeoutMs: 120_000,
  lookEveryMs: 10_000,
  /** A day has every hour of traffic and every nightly job in it. */
  lookBackMs: 86_400_000,
  signatures: 'judge',
} as const;
