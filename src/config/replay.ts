import type { JudgeConfig } from './judge-config.js';
import { readBucketMs, readRule } from './judge-settings.js';
import { settingsOfFlags, type RawFlags } from './settings.js';

/** What to replay, and by which rule. */
export interface ReplayConfig {
  /** A path; `-` is stdin. */
  readonly file: string;
  /** Null when not given: 30 s where the recorded buckets are finer and fit into it, else the recorded ones. */
  readonly bucketMs: number | null;
  /** Null where a flag was not given, so that a saved report's own rule can stand in. */
  readonly rule: JudgeConfig['rule'];
}

/** Reads and checks the flags of `replay`. */
export function readReplayConfig(file: string, flags: RawFlags): ReplayConfig {
  const settings = settingsOfFlags(flags);
  return { file, bucketMs: readBucketMs(settings), rule: readRule(settings) };
}
