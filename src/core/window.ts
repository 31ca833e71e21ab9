import { formatDuration, formatInstant } from './time.js';

/** A half-open span of time in epoch milliseconds: from is in it, to is not. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The two windows of one judgement on one bucket grid that has an edge at the release. */
export interface Windows {
  readonly releaseMs: number;
  readonly bucketMs: number;
  /** Whole buckets, none beginning before what was asked; ends at the release or, when asked, earlier. */
  readonly before: Interval;
  /** Whole buckets from the release on, warm-up included. */
  readonly after: Interval;
}

/** What a person asked for, before it is laid on the grid. */
export interface WindowRequest {
  readonly releaseMs: number;
  readonly bucketMs: number;
  /** A length that ends at the release, or a span that lies before it. */
  readonly before: { readonly lengthMs: number } | Interval;
  readonly afterMs: number;
}

/** The windows, with what was cut off to make whole buckets; or which of the two cannot be laid out and why. */
export type WindowPlan =
  | { readonly ok: true; readonly windows: Windows; readonly cuts: readonly WindowCut[] }
  | { readonly ok: false; readonly window: 'before' | 'after'; readonly problem: string };

/** A window that was asked for longer than it is judged. */
export interface WindowCut {
  readonly window: 'before' | 'after';
  readonly askedMs: number;
  readonly usedMs: number;
}

/** Lays the windows on a bucket grid that has an edge at the release, so that no bucket mixes old and new. */
export function planWindows({ releaseMs, bucketMs, before: asked, afterMs }: WindowRequest): WindowPlan {
  const bucket = formatDuration(bucketMs);
  const asSpan = 'lengthMs' in asked ? { fromMs: releaseMs - asked.lengthMs, toMs: releaseMs } : asked;
  if (asSpan.toMs > releaseMs) {
    const problem = `it ends ${formatInstant(asSpan.toMs)}, after the release at ${formatInstant(releaseMs)}`;
    return { ok: false, window: 'before', problem };
  }
  const before = {
    fromMs: releaseMs - Math.floor((releaseMs - asSpan.fromMs) / bucketMs) * bucketMs,
    toMs: releaseMs - Math.ceil((releaseMs - asSpan.toMs) / bucketMs) * bucketMs,
  };
  const after = { fromMs: releaseMs, toMs: releaseMs + Math.floor(afterMs / bucketMs) * bucketMs };
  if (before.toMs <= before.fromMs) {
    return { ok: false, window: 'before', problem: `it holds not one whole bucket of ${bucket}` };
  }
  if (after.toMs <= after.fromMs) {
    return { ok: false, window: 'after', problem: `it holds not one whole bucket of ${bucket}` };
  }
  const cuts: WindowCut[] = [
    { window: 'before', askedMs: lengthMs(asSpan), usedMs: lengthMs(before) },
    { window: 'after', askedMs: afterMs, usedMs: lengthMs(after) },
  ];
  return {
    ok: true,
    windows: { releaseMs, bucketMs, before, after },
    cuts: cuts.filter(({ askedMs, usedMs }) => usedMs < askedMs),
  };
}

/** Length of a span in milliseconds. */
export function lengthMs({ fromMs, toMs }: Interval): number {
  return toMs - fromMs;
}
