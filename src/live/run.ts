import type { JudgeConfig } from '../config/judge-config.js';
import type { Rule } from '../core/rule.js';
import type { Who } from '../core/silence.js';
import type { Finding } from '../core/verdict.js';
import type { Windows } from '../core/window.js';
import type { Progress } from '../progress.js';
import type { LogSource, Sides } from '../sources/source.js';
import type { World } from '../world.js';

/** What stays the same while one release is judged. */
export interface Run {
  readonly config: JudgeConfig;
  readonly service: string;
  readonly rule: Rule;
  readonly source: LogSource;
  /** The instances looked at; `auto` until the canary's version is found. */
  readonly sides: Sides | 'auto';
  readonly windows: Windows;
  /** Width of the buckets that are read and that the guard looks at, in milliseconds; a part of the windows' own. */
  readonly lookMs: number;
  /** What was noticed before the judging began. */
  readonly notes: readonly Finding[];
  readonly world: World;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** The server's clock, in epoch milliseconds: it decides what "now" is. */
  readonly serverNow: () => number;
}

/** The run with its instances known from here on. */
export function withSides(run: Run, sides: Sides): Run {
  return { ...run, sides, source: run.source.withSides(sides) };
}

/** Whom the findings speak of. */
export function whoOf({ service, sides }: Run): Who {
  return { service, canary: sides === 'auto' ? [] : sides.canary.map(({ key, value }) => `${key}=${value}`) };
}

/** A list of what is there. */
export function present<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}
