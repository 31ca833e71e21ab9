/** Clock, chance and sleep of a source; a test hands in its own. */
export interface SourceTools {
  /** Local clock in epoch milliseconds. */
  now(): number;
  /** A number from 0 up to 1. */
  random(): number;
  /** Rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** How often a failing action is tried at most, the first time included; 1 for what will not heal by itself. */
export type TriesFor = (error: unknown) => number;

/** Longest pause before the second try; each further one may be twice as long. */
const FIRST_PAUSE_MS = 150;

/**
 * Runs an action again while its failure may heal: exponential back-off with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), so that a fleet of pipelines does not
 * come back all at once.
 */
export async function retrying<T>(
  action: () => Promise<T>,
  triesFor: TriesFor,
  { random, sleep }: SourceTools,
  signal: AbortSignal,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await action();
    } catch (error) {
      signal.throwIfAborted();
      if (tries >= triesFor(error)) throw error;
      await sleep(random() * FIRST_PAUSE_MS * 2 ** (tries - 1), signal);
    }
  }
}
