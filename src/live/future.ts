import { findingOfFutureLines } from '../core/notes.js';
import { heardIn } from '../core/silence.js';
import type { Finding } from '../core/verdict.js';
import { lengthMs } from '../core/window.js';
import type { Reading } from '../sources/source.js';
import type { Run } from './run.js';

/** Clocks that are further ahead are broken, and their lines do not reach these windows. */
const FUTURE_MS = 3_600_000;

/** Whether lines are stamped with times that have not come yet; null when clocks agree. */
export async function findFutureLines(run: Run, past: Reading): Promise<Finding | null> {
  const { source, windows, signal, serverNow } = run;
  const nowMs = serverNow();
  const span = { fromMs: nowMs, toMs: nowMs + FUTURE_MS };
  const ahead = { ...windows, before: { fromMs: nowMs, toMs: nowMs }, after: { fromMs: nowMs, toMs: span.toMs } };
  const future = await source.read(ahead, span.toMs, signal);
  const next = heardIn({ fromMs: nowMs, toMs: nowMs + windows.bucketMs }, future.buckets);
  const usual = heardIn(windows.before, past.buckets).canary / (lengthMs(windows.before) / windows.bucketMs);
  return findingOfFutureLines(future.newestMs, nowMs, next.canary, usual);
}
