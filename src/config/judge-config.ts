import type { Share } from '../core/exposure.js';
import type { Level } from '../core/levels.js';
import type { Rule } from '../core/rule.js';
import type { Moment } from '../core/time.js';
import type { Interval } from '../core/window.js';
import type { CodeMapping } from '../exit-codes.js';
import type { Selector } from '../sources/settings.js';
import type { SeriesOrigin } from './source.js';

/** Everything one judgement needs to know, checked. */
export interface JudgeConfig {
  readonly origin: SeriesOrigin;
  /** Null only for a recorded series. */
  readonly service: string | null;
  readonly level: Level;
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
  /** Null where a flag was not given, so that a saved report's own rule can stand in. */
  readonly rule: { readonly [K in keyof Rule]: Rule[K] | null };
  readonly codeMapping: CodeMapping;
  readonly timeoutMs: number;
  readonly maxLagMs: number;
  /** How often to look while waiting. */
  readonly lookEveryMs: number;
  /** How much longer to wait, once, when the errors are too few to tell; null for not at all. */
  readonly extendMs: number | null;
  readonly format: ReportFormat;
  /** Where the report goes instead of stdout. */
  readonly outputFile: string | null;
  readonly isQuiet: boolean;
  readonly wantsColor: boolean;
  readonly isDryRun: boolean;
}

export type ReportFormat = 'text' | 'json';

export const DEFAULTS = {
  waitMs: 300_000,
  beforeMs: 1_800_000,
  bucketMs: 30_000,
  maxLagMs: 60_000,
  timeoutMs: 120_000,
  lookEveryMs: 10_000,
} as const;
