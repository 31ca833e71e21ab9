import { SourceError } from './errors.js';
import { formatDuration } from './core/time.js';

/**
 * Runs an action that must be over in time. The clock of the deadline starts here, so make it when the asking begins.
 * @throws SourceError when the deadline passes first; the reason of `signal` when that is aborted first.
 */
export async function withDeadline<T>(
  { ms, flag, doing }: { readonly ms: number; readonly flag: string; readonly doing: string },
  signal: AbortSignal,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = AbortSignal.timeout(ms);
  const both = AbortSignal.any([signal, deadline]);
  const ended = new Promise<never>((_, reject) => {
    // Some engines answer late or never to an abort: the wait ends here all the same.
    both.addEventListener('abort', () => reject(both.reason as unknown), { once: true });
  });
  try {
    both.throwIfAborted();
    return await Promise.race([action(both), ended]);
  } catch (error) {
    signal.throwIfAborted();
    if (!deadline.aborted) throw error;
    const message = `gave up ${doing} after ${formatDuration(ms)}`;
    throw new SourceError('timeout', message, `Give a longer ${flag}, or see why the source is slow.`, {
      cause: error,
    });
  }
}
