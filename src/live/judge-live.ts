import { ruleOf } from '../config/judge.js';
import { windowsOf } from '../config/judge-checks.js';
import type { JudgeConfig } from '../config/judge-config.js';
import { budgetOf, isCurableByWaiting } from '../core/extension.js';
import { noteOfCut, noteOfSkew } from '../core/notes.js';
import { formatInstant, momentMs } from '../core/time.js';
import { withDeadline } from '../deadline.js';
import type { Progress } from '../progress.js';
import type { LogSource, Reading } from '../sources/source.js';
import type { World } from '../world.js';
import { collectAndJudge } from './collect.js';
import { waitForEnd } from './looks.js';
import { outcomeOf, type LiveOutcome } from './outcome.js';
import { pairOf } from './pair.js';
import { present, type Run } from './run.js';
import { findSilenceBefore } from './silences.js';

/**
 * Judges a release by what a log source says: checks the source and the service, waits until the after window is over
 * or the guard is certain, waits for the data, and judges. A release whose window lies in the past is judged at once.
 */
export async function judgeLive(
  config: JudgeConfig,
  source: LogSource,
  world: World,
  progress: Progress,
  signal: AbortSignal,
): Promise<LiveOutcome> {
  const run = await begin(config, source, world, progress, signal);
  const outcome = await judgeWindow(run);
  const longer = config.extendMs === null ? null : extended(run, config.extendMs);
  if (longer === null || !isCurableByWaiting(outcome.judgement)) return outcome;
  progress.say(`too few errors to tell; waiting once more until ${formatInstant(longer.windows.after.toMs)}`);
  return await judgeWindow(longer);
}

/** Waits for the end of the after window unless it is over, and judges. */
async function judgeWindow(run: Run): Promise<LiveOutcome> {
  if (run.serverNow() < run.windows.after.toMs) {
    const early = await checkAndWait(run);
    if (early !== null) return early;
  }
  return await withDeadline(asking(run, 'reading from'), run.signal, (inTime) =>
    collectAndJudge({ ...run, signal: inTime }),
  );
}

/** The run with a longer after window, in whole buckets; null when the extension holds not one. */
function extended(run: Run, extendMs: number): Run | null {
  const { after, bucketMs } = run.windows;
  const moreMs = Math.floor(extendMs / bucketMs) * bucketMs;
  return moreMs === 0 ? null : { ...run, windows: { ...run.windows, after: { ...after, toMs: after.toMs + moreMs } } };
}

/** Connects, asks the server for its clock, and lays out the windows by it. */
async function begin(
  config: JudgeConfig,
  source: LogSource,
  world: World,
  progress: Progress,
  signal: AbortSignal,
): Promise<Run> {
  const clock = await withDeadline(asking({ config, source }, 'connecting to'), signal, (inTime) =>
    source.connect(inTime),
  );
  const readAtMs = world.monotonicMs() - (world.now() - clock.measuredAtMs);
  const { windows, cuts } = windowsOf(config, releaseMs(config, clock.serverNowMs));
  const skew = noteOfSkew(clock.serverNowMs - clock.measuredAtMs);
  if (skew !== null) progress.say(skew.because);
  return {
    config,
    service: config.service ?? '',
    // Judged twice, a good release has two chances to look bad: the error budget is split beforehand.
    rule: { ...ruleOf(config), budget: budgetOf(config.extendMs === null ? 1 : 2) },
    source,
    sides: config.canary === 'auto' ? 'auto' : { canary: config.canary, stable: config.stable },
    windows,
    // Looks that do not fit into a bucket would split its counts: then the buckets themselves are looked at.
    lookMs: windows.bucketMs % config.lookEveryMs === 0 ? config.lookEveryMs : windows.bucketMs,
    notes: [...cuts.map(noteOfCut), ...present(skew)],
    world,
    progress,
    signal,
    serverNow: () => Math.round(clock.serverNowMs + (world.monotonicMs() - readAtMs)),
  };
}

/** A release named relative to now begins on a whole second, so that the command to repeat it can name it exactly. */
function releaseMs({ release }: JudgeConfig, serverNowMs: number): number {
  const ms = momentMs(release, serverNowMs);
  return release.kind === 'at' ? ms : Math.floor(ms / 1000) * 1000;
}

/** Looks at the past first, so that a typo costs seconds and no wait; then waits. Null when the window has to be read. */
async function checkAndWait(run: Run): Promise<LiveOutcome | null> {
  const { windows, progress, signal, service } = run;
  const { first, silence } = await withDeadline(asking(run, 'reading from'), signal, async (inTime) => {
    const reading = await run.source.read({ ...windows, bucketMs: run.lookMs }, windows.after.toMs, inTime);
    return { first: reading, silence: await findSilenceBefore({ ...run, signal: inTime }, reading) };
  });
  if (silence !== null) return nothingToWaitFor(run, first, [silence, ...run.notes]);
  const until = formatInstant(windows.after.toMs);
  progress.say(`${service} released at ${formatInstant(windows.releaseMs)}; waiting until ${until}`);
  return await waitForEnd(run, first);
}

function nothingToWaitFor(run: Run, { buckets, query }: Reading, findings: Run['notes']): LiveOutcome {
  const pair = pairOf(run, run.windows, buckets, { watermarkMs: null, settledBeforeMs: 0 });
  return outcomeOf(run, pair, run.windows, findings, query);
}

function asking({ config, source }: Pick<Run, 'config' | 'source'>, doing: string) {
  return { ms: config.timeoutMs, flag: '--timeout', doing: `${doing} ${source.info.name}` };
}
