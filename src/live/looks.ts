import { limitOf } from '../core/level.js';
import type { Reading } from '../sources/source.js';
import { warmUpBuckets } from '../core/warm-up.js';
import { lengthMs } from '../core/window.js';
import { outcomeOf, type LiveOutcome } from './outcome.js';
import { pairOf, withLooks } from './pair.js';
import { collectRows } from './rows.js';
import { findSides } from './sides.js';
import type { Run } from './run.js';
import { waitAndLook, type Look } from './wait.js';

/**
 * Waits until the after window is over and looks meanwhile: the outcome when the guard is certain before, else null.
 * A look reads only what is new, and again what may have come late.
 */
export async function waitForEnd(run: Run, first: Reading): Promise<LiveOutcome | null> {
  const { config, windows, lookMs, rule, world, progress, signal, serverNow } = run;
  const rows = collectRows(first.buckets);
  let current = run;
  let lastLookMs = windows.after.fromMs;

  const look = async (atMs: number, inTime: AbortSignal): Promise<Look<LiveOutcome>> => {
    if (current.sides === 'auto') {
      const found = await findSides({ ...current, signal: inTime }, atMs);
      if (found !== null) {
        current = found;
        // What was read so far was the whole service: read again from the start of both windows.
        const reading = await current.source.read(onGrid(current), atMs, inTime);
        rows.replaceFrom(windows.before.fromMs, reading.buckets);
      }
    }
    const fromMs = Math.max(windows.after.fromMs, onLookGrid(lastLookMs - config.maxLagMs));
    const reading = await current.source.read(sinceOnGrid(current, fromMs), atMs, inTime);
    rows.replaceFrom(fromMs, reading.buckets);
    lastLookMs = atMs;
    return standingOf(current, atMs, rows.all(), reading);
  };

  const onLookGrid = (ms: number) => windows.releaseMs + Math.floor((ms - windows.releaseMs) / lookMs) * lookMs;
  const isIdle = config.isQuiet && rule.early === 'off';
  const everyMs = isIdle ? Number.POSITIVE_INFINITY : Math.max(config.lookEveryMs, lookMs);
  const firstLookMs = isIdle ? Number.POSITIVE_INFINITY : firstTurn(windows.releaseMs, everyMs, serverNow());
  const request = { serverNow, untilMs: windows.after.toMs, firstLookMs, lookEveryMs: everyMs, look };
  return await waitAndLook(request, world, progress, signal);
}

/** The first look at or after now, counted from the release. */
function firstTurn(releaseMs: number, everyMs: number, nowMs: number): number {
  return releaseMs + Math.max(1, Math.ceil((nowMs - releaseMs) / everyMs)) * everyMs;
}

function onGrid({ windows, lookMs }: Run): Run['windows'] {
  return { ...windows, bucketMs: lookMs };
}

function sinceOnGrid({ windows, lookMs }: Run, fromMs: number): Run['windows'] {
  return { ...windows, bucketMs: lookMs, before: { fromMs, toMs: fromMs }, after: { fromMs, toMs: fromMs } };
}

/** Judges what has come in up to a moment: the end when the guard is certain, else how far it is from the limit. */
function standingOf(run: Run, atMs: number, rows: Parameters<typeof pairOf>[2], { query }: Reading): Look<LiveOutcome> {
  const { windows, rule } = run;
  const wholeMs = Math.floor((atMs - windows.after.fromMs) / windows.bucketMs) * windows.bucketMs;
  const soFar = { ...windows, after: { ...windows.after, toMs: windows.after.fromMs + wholeMs } };
  const pair = withLooks(run, pairOf(run, soFar, rows, { watermarkMs: atMs, settledBeforeMs: atMs }), rows, atMs);
  const outcome = outcomeOf(run, pair, { ...windows, after: { ...windows.after, toMs: atMs } }, run.notes, query);
  const { guard, level } = outcome.judgement.analysis;
  // Whoever names stable instances wants them heard before anything is rolled back.
  const isHeard = run.sides !== 'auto' && (run.sides.stable.length === 0 || guard?.withControl === true);
  if (guard !== null && guard.firedAtSeconds !== null && isHeard) return { end: outcome };
  const planned = lengthMs(windows.after) / windows.bucketMs;
  const judged = planned - warmUpBuckets(rule.warmUpSeconds, windows.bucketMs / 1000, planned);
  const errors = guard?.looks.at(-1)?.errors ?? outcome.judgement.analysis.after.errors;
  const limit = level === null ? '' : `, the limit is ${Math.floor(limitOf(level, judged, rule))}`;
  return { standing: `${Math.round(errors)} errors so far${limit}` };
}
