import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { WATCH_DEFAULTS, WATCH_RULE } from '../../src/core/watch/defaults.js';
import type { Windows } from '../../src/core/window.js';
import { SourceError } from '../../src/errors.js';
import type { LogSource } from '../../src/sources/source.js';
import { NO_MEMORY } from '../../src/watch/memory.js';
import { runWatch, type WatchSettings } from '../../src/watch/run.js';

const START_MS = Date.UTC(2026, 2, 1);
const DAY_MS = 86_400_000;
const { windowMs, beforeMs, bucketMs } = WATCH_DEFAULTS;
/** Ten looks are one here, so that months fit into seconds. */
const EVERY_MS = 300_000;

const settings: WatchSettings = {
  ...WATCH_DEFAULTS,
  service: 'payments',
  everyMs: EVERY_MS,
  maxLagMs: 60_000,
  rule: WATCH_RULE,
  rules: { ...WATCH_DEFAULTS, spanMs: windowMs + beforeMs, silence: [{ fromMinute: 22 * 60, toMinute: 6 * 60 }] },
  timeoutMs: 30_000,
  http: null,
};

/** An hour of ten times the errors from one to two in the afternoon, and a server that is away from three to four. */
const hourOf = (ms: number): number => Math.floor((ms % DAY_MS) / 3_600_000);
const errorsAt = (ms: number): number => (hourOf(ms) === 13 ? 40 : 4);

/** Two weeks after the start somebody sets the clocks two hours forward, and two weeks later one hour back. */
function setAt(monotonicMs: number, ms: number): number {
  const isNow = (atMs: number): boolean => monotonicMs < atMs && atMs <= monotonicMs + ms;
  return isNow(14 * DAY_MS) ? 7_200_000 : isNow(28 * DAY_MS) ? -3_600_000 : 0;
}

test('in three months the same changes every day, clocks that are set or not, and memory does not grow', async () => {
  let nowMs = START_MS;
  let monotonicMs = 0;
  const months = new AbortController();
  const { signal } = months;
  const source = {
    info: { name: 'a service that never changes' },
    connect: async () => {
      if (hourOf(nowMs) === 15) throw new SourceError('refused', 'away', '');
      return { serverNowMs: nowMs, measuredAtMs: nowMs, serverVersion: '' };
    },
    read: async ({ before, after }: Windows) => {
      const buckets = [];
      for (let startMs = before.fromMs; startMs < after.toMs; startMs += bucketMs) {
        buckets.push({ startMs, lines: 100, errors: errorsAt(startMs), serviceLines: 100 });
      }
      return { buckets, newestMs: nowMs, newestOfServiceMs: nowMs };
    },
  } as unknown as LogSource;
  const heapBytes: number[] = [];
  const eventsOfDay: string[][] = [];
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const over = runWatch(
    settings,
    {
      source,
      memory: NO_MEMORY,
      progress: { say: () => {}, update: () => {}, clear: () => {} },
      onStep: async ({ events }) => {
        (eventsOfDay[Math.floor((nowMs - START_MS) / DAY_MS)] ??= []).push(...events);
      },
    },
    {
      now: () => nowMs,
      monotonicMs: () => monotonicMs,
      sleep: async (ms) => {
        nowMs += ms + setAt(monotonicMs, ms);
        monotonicMs += ms;
        // As in life, the event loop turns between two looks.
        await new Promise((resolve) => void setImmediate(resolve));
        if (nowMs % DAY_MS < EVERY_MS) {
          collectGarbage();
          heapBytes.push(process.memoryUsage().heapUsed);
          if (heapBytes.length === 92) months.abort(new Error('three months are over'));
        }
      },
    },
    signal,
  );
  await expect(over).rejects.toThrow('three months are over');
  expect(eventsOfDay.slice(0, 90)).toEqual(
    Array.from({ length: 90 }, () => ['crossed', 'recovered', 'blind', 'seeing']),
  );
  // Ten days to warm up; a hundred bytes a look would be 2 MB by then.
  expect(heapBytes[90]! - heapBytes[10]!).toBeLessThan(2e6);
}, 120_000);
