import { ruleOf } from '../config/judge-settings.js';
import { windowsOf } from '../config/judge-checks.js';
import type { JudgeConfig } from '../config/judge-config.js';
import { budgetOf, isCurableByWaiting } from '../core/extension.js';
import { noteOfCut, noteOfSkew } from '../core/notes.js';
import type { Finding } from '../core/verdict.js';
import { formatDuration, formatInstant, momentMs } from '../core/time.js';
import { withDeadline } from '../deadline.js';
import { SourceError } from '../errors.js';
import type { Progress } from '../progress.js';
import { CoarseCounts } from '../sources/coarse-counts.js';
import type { LogSource, Reading } from '../sources/source.js';
import type { World } from '../world.js';
import { collectAndJudge } from './collect.js';
import { waitForEnd } from './looks.js';
import { outcomeOf, type LiveOutcome } from './outcome.js';
import { pairOf } from './pair.js';
import { present, type Run } from './run.js';
import { findFutureLines } from './future.js';
import { withSignatures } from './signatures.js';
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
  const outcome = await withSignatures(run, await judgeWindow(run));
  const longer = config.extendMs === null ? null : extended(run, config.extendMs);
  if (longer === null || !isCurableByWaiting(outcome.judgement)) return outcome;
  progress.say(`too few errors to tell; waiting once more until ${formatInstant(longer.windows.after.toMs)}`);
  return await withSignatures(longer, await judgeWindow(longer));
}

/** Judges by looks as often as was asked, or as counts arrive where that is more seldom. */
async function judgeWindow(run: Run): Promise<LiveOutcome> {
  try {
    return await judgeByLooks(run);
  } catch (error) {
    const { bucketMs } = run.windows;
    if (!(error instanceof CoarseCounts) || error.everyMs > bucketMs || run.lookMs === bucketMs) throw error;
    return await judgeByLooks({ ...run, lookMs: bucketMs });
  }
}

/** Waits for the end of the after window unless it is over, and judges. */
async function judgeByLooks(asked: Run): Promise<LiveOutcome> {
  let run = asked;
  if (run.serverNow() < run.windows.after.toMs) {
    const { first, silence, future } = await check(run);
    run = { ...run, notes: [...run.notes, ...present(future)] };
    if (silence !== null) return nothingToWaitFor(run, first, [silence, ...run.notes]);
    tellOfWait(run, future);
    const early = await waitForEnd(run, first);
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
  checkClock(config, source, windows.releaseMs - clock.serverNowMs);
  const skew = noteOfSkew(clock.serverNowMs - clock.measuredAtMs);
  if (skew !== null) progress.say(skew.because);
  return {
    config,
    service: config.service ?? '',
    // Judged twice, a good release has two chances to look bad: the error budget is split beforehand.
    rule: { ...ruleOf(config, config.usualRule), budget: budgetOf(config.extendMs === null ? 1 : 2) },
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

/**
 * Refuses to wait for a release that the server's clock puts further ahead than --wait: by ours it was checked before anybody was
 * asked, so that the server's is behind, by years where it is broken.
 */
function checkClock({ waitMs, placeOf }: JudgeConfig, { info }: LogSource, aheadMs: number): void {
  if (aheadMs <= waitMs) return;
  throw new SourceError(
    'odd-answer',
    `by the clock of ${info.name} the release lies ${formatDuration(aheadMs)} ahead, further than ${placeOf('wait')} ${formatDuration(waitMs)}`,
    'Set the clocks of that server and of this machine right, or give --released-at relative to now, such as -5m.',
  );
}

/** A release named relative to now begins on a whole second, so that the command to repeat it can name it exactly. */
function releaseMs({ release }: JudgeConfig, serverNowMs: number): number {
  const ms = momentMs(release, serverNowMs);
  return release.kind === 'at' ? ms : Math.floor(ms / 1000) * 1000;
}

/** Looks before the wait, so that a typo costs seconds and clocks that are ahead are told in time. */
async function check(asked: Run): Promise<Checked> {
  return await withDeadline(asking(asked, 'reading from'), asked.signal, async (signal) => {
    const run = { ...asked, signal };
    const { windows, lookMs } = run;
    const first = await run.source.read({ ...windows, bucketMs: lookMs }, windows.after.toMs, signal);
    return {
      first,
      silence: await findSilenceBefore(run, first),
      future: await findFutureLines(run, first),
    };
  });
}

interface Checked {
  readonly first: Reading;
  /** Why there is nothing to wait for; null when there is. */
  readonly silence: Finding | null;
  readonly future: Finding | null;
}

function tellOfWait({ service, windows, progress }: Run, future: Finding | null): void {
  if (future !== null) progress.say(future.because);
  const until = formatInstant(windows.after.toMs);
  progress.say(`${service} released at ${formatInstant(windows.releaseMs)}; waiting until ${until}`);
}

function nothingToWaitFor(run: Run, { buckets, query }: Reading, findings: Run['notes']): LiveOutcome {
  const pair = pairOf(run, run.windows, buckets, { watermarkMs: null, settledBeforeMs: 0 });
  return outcomeOf(run, pair, run.windows, findings, query);
}

function asking({ config, source }: Pick<Run, 'config' | 'source'>, doing: string) {
  return { ms: config.timeoutMs, flag: '--timeout', doing: `${doing} ${source.info.name}` };
}
