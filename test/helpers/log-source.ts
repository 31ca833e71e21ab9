import { setTimeout as delay } from 'node:timers/promises';
import { openLogSource, type SourceTools } from '../../src/sources/clickhouse/index.js';
import type { Selection, SourceSettings } from '../../src/sources/settings.js';
import type { LogSource } from '../../src/sources/source.js';
import type { Windows } from '../../src/core/window.js';

/** Everything a source needs from outside, with pauses cut short: what is tested is what it does, not how long it waits. */
export const TOOLS: SourceTools = {
  now: Date.now,
  random: () => 0.1,
  sleep: (ms, signal) => delay(ms, undefined, { signal }),
};

/** A signal that nobody aborts. */
export const NEVER: AbortSignal = new AbortController().signal;

/** Opens a source, hands it to the test and closes it. */
export async function withSource<T>(
  settings: SourceSettings,
  selection: Partial<Selection>,
  use: (source: LogSource) => Promise<T>,
  tools: SourceTools = TOOLS,
): Promise<T> {
  const source = await openLogSource(settings, { service: 'pay', level: 'ERROR', canary: [], ...selection }, tools);
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

/** Windows around a release, in whole buckets. */
export function windowsAround(releaseMs: number, { bucketMs = 10_000, before = 6, after = 3, gap = 0 } = {}): Windows {
  return {
    releaseMs,
    bucketMs,
    before: { fromMs: releaseMs - (before + gap) * bucketMs, toMs: releaseMs - gap * bucketMs },
    after: { fromMs: releaseMs, toMs: releaseMs + after * bucketMs },
  };
}
