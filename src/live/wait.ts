import { formatDuration } from '../core/time.js';
import type { Progress } from '../progress.js';
import type { World } from '../world.js';

export interface WaitRequest {
  /** The server's clock, in epoch milliseconds. */
  readonly serverNow: () => number;
  /** When the wait is over, by that clock. */
  readonly untilMs: number;
  /** How often `look` is called; it never delays the end of the wait. */
  readonly lookEveryMs: number;
  /** Asks how things stand, in a few words for a person. */
  readonly look: (signal: AbortSignal) => Promise<string>;
}

const REDRAW_MS = 1000;

/**
 * Waits until the window is over and shows how things stand meanwhile. A look that fails is told and never decides.
 */
export async function waitForWindow(
  { serverNow, untilMs, lookEveryMs, look }: WaitRequest,
  world: World,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  let standing = '';
  let isLooking = false;
  let lastLookMs = world.monotonicMs();
  const lookAgain = async (): Promise<void> => {
    isLooking = true;
    standing = await look(signal).catch((error: unknown) => ` · cannot look: ${messageOf(error)}`);
    isLooking = false;
  };
  for (let leftMs = untilMs - serverNow(); leftMs > 0; leftMs = untilMs - serverNow()) {
    const left = formatDuration(Math.ceil(leftMs / 1000) * 1000);
    progress.update(`waiting ${left}${standing}`, world.monotonicMs());
    if (!isLooking && world.monotonicMs() - lastLookMs >= lookEveryMs) {
      lastLookMs = world.monotonicMs();
      void lookAgain();
    }
    await world.sleep(Math.min(leftMs, REDRAW_MS), signal);
  }
  progress.clear();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
