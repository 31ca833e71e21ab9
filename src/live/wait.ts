import { formatDuration } from '../core/time.js';
import type { Progress } from '../progress.js';
import type { World } from '../world.js';

export interface WaitRequest<T> {
  /** The server's clock, in epoch milliseconds. */
  readonly serverNow: () => number;
  /** When the wait is over, by that clock. */
  readonly untilMs: number;
  /** When to look first, and how often from then on. */
  readonly firstLookMs: number;
  readonly lookEveryMs: number;
  /** Looks how things stand at a moment. Looks never overlap. */
  readonly look: (atMs: number, signal: AbortSignal) => Promise<Look<T>>;
}

/** What a look found: how things stand, in a few words for a person, or what ends the wait. */
export type Look<T> = { readonly standing: string } | { readonly end: T };

const TICK_MS = 250;

/**
 * Waits until the window is over or a look ends it, and shows how things stand meanwhile. A look that fails is told and
 * tried again at the next turn; it never decides. Null when the time ran out.
 */
export async function waitAndLook<T>(
  { serverNow, untilMs, firstLookMs, lookEveryMs, look }: WaitRequest<T>,
  world: World,
  progress: Progress,
  signal: AbortSignal,
): Promise<T | null> {
  let standing = '';
  let nextLookMs = firstLookMs;
  let isLooking = false;
  const found: { end?: T } = {};
  const lookAt = async (atMs: number): Promise<void> => {
    try {
      const seen = await look(atMs, signal);
      if ('end' in seen) found.end = seen.end;
      else standing = ` · ${seen.standing}`;
    } catch (error) {
      standing = ` · cannot look: ${error instanceof Error ? error.message : String(error)}`;
    }
    isLooking = false;
  };
  for (let leftMs = untilMs - serverNow(); leftMs > 0; leftMs = untilMs - serverNow()) {
    const left = formatDuration(Math.ceil(leftMs / 1000) * 1000);
    progress.update(`waiting ${left}${standing}`, world.monotonicMs());
    const nowMs = serverNow();
    if (!isLooking && nowMs >= nextLookMs) {
      const turns = Math.floor((nowMs - nextLookMs) / lookEveryMs);
      const atMs = nextLookMs + turns * lookEveryMs;
      nextLookMs = atMs + lookEveryMs;
      isLooking = true;
      void lookAt(atMs);
    }
    await world.sleep(Math.min(leftMs, TICK_MS), signal);
    if (found.end !== undefined) break;
  }
  progress.clear();
  return found.end ?? null;
}
