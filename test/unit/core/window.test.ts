import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthMs, planWindows } from '../../../src/core/window.js';

const MINUTE_MS = 60_000;
const releaseMs = Date.UTC(2026, 2, 1, 12, 0, 17);

test('the grid has an edge at the release, whatever second that is', () => {
  const plan = planWindows({
    releaseMs,
    bucketMs: 30_000,
    before: { lengthMs: 30 * MINUTE_MS },
    afterMs: 5 * MINUTE_MS,
  });
  expect(plan).toEqual({
    ok: true,
    windows: {
      releaseMs,
      bucketMs: 30_000,
      before: { fromMs: releaseMs - 30 * MINUTE_MS, toMs: releaseMs },
      after: { fromMs: releaseMs, toMs: releaseMs + 5 * MINUTE_MS },
    },
    cuts: [],
  });
});

test('what does not fill a whole bucket is cut at the far ends, and told', () => {
  const plan = planWindows({ releaseMs, bucketMs: 10_000, before: { lengthMs: 106_000 }, afterMs: 74_000 });
  expect(plan.ok && [lengthMs(plan.windows.before), lengthMs(plan.windows.after)]).toEqual([100_000, 70_000]);
  expect(plan.ok && plan.cuts).toEqual([
    { window: 'before', askedMs: 106_000, usedMs: 100_000 },
    { window: 'after', askedMs: 74_000, usedMs: 70_000 },
  ]);
});

test('an interval is cut to the same grid', () => {
  const before = { fromMs: releaseMs - 60 * MINUTE_MS - 5000, toMs: releaseMs - 30 * MINUTE_MS - 5000 };
  const plan = planWindows({ releaseMs, bucketMs: 30_000, before, afterMs: 5 * MINUTE_MS });
  expect(plan.ok && plan.windows.before).toEqual({
    fromMs: releaseMs - 60 * MINUTE_MS,
    toMs: releaseMs - 30 * MINUTE_MS - 30_000,
  });
});

test.for([
  { before: { lengthMs: 29_000 }, afterMs: MINUTE_MS, window: 'before', why: 'shorter than a bucket' },
  { before: { lengthMs: MINUTE_MS }, afterMs: 29_000, window: 'after', why: 'shorter than a bucket' },
  {
    before: { fromMs: releaseMs - 99_000, toMs: releaseMs + 1 },
    afterMs: MINUTE_MS,
    window: 'before',
    why: 'overlaps',
  },
  {
    before: { fromMs: releaseMs - 50_000, toMs: releaseMs - 25_000 },
    afterMs: MINUTE_MS,
    window: 'before',
    why: 'no whole bucket',
  },
] as const)('refuses a window $window the release: $why', ({ before, afterMs, window }) => {
  expect(planWindows({ releaseMs, bucketMs: 30_000, before, afterMs })).toMatchObject({ ok: false, window });
});

test('windows always hold whole buckets of the release grid and never overlap', () => {
  const anyMs = fc.integer({ min: 1, max: 10_000_000 });
  fc.assert(
    fc.property(anyMs, anyMs, fc.integer({ min: 1, max: 100_000 }), (beforeMs, afterMs, bucketMs) => {
      const plan = planWindows({ releaseMs, bucketMs, before: { lengthMs: beforeMs }, afterMs });
      if (!plan.ok) return beforeMs < bucketMs || afterMs < bucketMs;
      const { before, after } = plan.windows;
      const edges = [before.fromMs, before.toMs, after.fromMs, after.toMs];
      return edges.every((edge) => Math.abs(edge - releaseMs) % bucketMs === 0) && before.toMs <= after.fromMs;
    }),
  );
});
