import type { Rule } from '../core/rule.js';
import { assembleSeries, cutToDelivered } from '../core/assemble.js';
import { judgeSeries, type Judgement } from '../core/judgement.js';
import { noteOfCut, noteOfFutureLines, noteOfLateData, noteOfSkew, stoppedLogging } from '../core/notes.js';
import type { ReportQuery } from '../core/report.js';
import type { SeriesPair } from '../core/series.js';
import { heardIn, silenceAfter, silenceBefore, type Elsewhere, type Who } from '../core/silence.js';
import { formatInstant, momentMs } from '../core/time.js';
import type { Finding } from '../core/verdict.js';
import type { Interval, Windows } from '../core/window.js';
import { ruleOf, windowsOf, type JudgeConfig } from '../config/judge.js';
import { withDeadline } from '../deadline.js';
import { nearestFirst } from '../nearest.js';
import type { Progress } from '../progress.js';
import type { LogSource, Reading } from '../sources/source.js';
import type { World } from '../world.js';
import { readDelivered, type Delivered } from './delivery.js';
import { waitForWindow } from './wait.js';

/** What a live judgement ends with. */
export interface LiveOutcome {
  readonly judgement: Judgement;
  readonly pair: SeriesPair;
  readonly windows: Windows;
  readonly query: ReportQuery | null;
}

/** A live run's fixed surroundings. */
interface Run {
  readonly config: JudgeConfig;
  readonly who: Who;
  readonly rule: Rule;
  readonly source: LogSource;
  readonly world: World;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** The server's clock, in epoch milliseconds: it decides what "now" is. */
  readonly serverNow: () => number;
}

/**
 * Judges a release by what a log source says: checks the source and the service, waits until the after window is over,
 * waits for its data, and judges. A release whose window lies in the past is judged at once.
 */
export async function judgeLive(
  config: JudgeConfig,
  source: LogSource,
  world: World,
  progress: Progress,
  signal: AbortSignal,
): Promise<LiveOutcome> {
  const asking = { ms: config.timeoutMs, flag: '--timeout', doing: `connecting to ${source.info.name}` };
  const clock = await withDeadline(asking, signal, (inTime) => source.connect(inTime));
  const clockReadMs = world.monotonicMs() - (world.now() - clock.measuredAtMs);
  const serverNow = () => Math.round(clock.serverNowMs + (world.monotonicMs() - clockReadMs));
  const { windows, cuts } = windowsOf(config, releaseMs(config, clock.serverNowMs));
  const run: Run = {
    config,
    source,
    world,
    progress,
    signal,
    serverNow,
    who: { service: config.service ?? '', canary: config.canary.map(({ key, value }) => `${key}=${value}`) },
    rule: ruleOf(config),
  };
  const skew = noteOfSkew(clock.serverNowMs - clock.measuredAtMs);
  if (skew !== null) progress.say(skew.because);
  const notes = [...cuts.map(noteOfCut), ...present(skew)];
  if (serverNow() < windows.after.toMs) {
    const dead = await checkThenWait(run, windows, notes);
    if (dead !== null) return dead;
  }
  const collecting = { ms: config.timeoutMs, flag: '--timeout', doing: `reading from ${source.info.name}` };
  return await withDeadline(collecting, signal, (inTime) =>
    collectAndJudge({ ...run, signal: inTime }, windows, notes),
  );
}

/** A release named relative to now begins on a whole second, so that the command to repeat it can name it exactly. */
function releaseMs({ release }: JudgeConfig, serverNowMs: number): number {
  const ms = momentMs(release, serverNowMs);
  return release.kind === 'at' ? ms : Math.floor(ms / 1000) * 1000;
}

/** Looks before the wait, so that a typo costs seconds; the outcome when there is nothing worth waiting for. */
async function checkThenWait(run: Run, windows: Windows, notes: readonly Finding[]): Promise<LiveOutcome | null> {
  const { config, source, world, progress, signal, serverNow } = run;
  const checking = { ms: config.timeoutMs, flag: '--timeout', doing: `reading from ${source.info.name}` };
  const { reading, silence } = await withDeadline(checking, signal, async (inTime) => {
    const first = await source.read(windows, windows.after.toMs, inTime);
    return { reading: first, silence: await findSilenceBefore({ ...run, signal: inTime }, first, windows) };
  });
  if (silence !== null) {
    const pair = assembleSeries(windows, reading.buckets, { watermarkMs: null, settledBeforeMs: 0 });
    return { judgement: judgeSeries(pair, run.rule, [silence, ...notes]), pair, windows, query: reading.query };
  }
  const until = formatInstant(windows.after.toMs);
  progress.say(`${run.who.service} released at ${formatInstant(windows.releaseMs)}; waiting until ${until}`);
  const look = async (inTime: AbortSignal): Promise<string> =>
    standing(run, windows, await source.read(windows, windows.after.toMs, inTime));
  const lookEveryMs = config.isQuiet ? Number.POSITIVE_INFINITY : LOOK_EVERY_MS;
  await waitForWindow({ serverNow, untilMs: windows.after.toMs, lookEveryMs, look }, world, progress, signal);
  return null;
}

const LOOK_EVERY_MS = 10_000;

/** Errors so far against the limit, for a person who waits. */
function standing({ rule, serverNow }: Run, windows: Windows, reading: Reading): string {
  const nowMs = serverNow();
  const delivery = { watermarkMs: Math.min(reading.newestOfServiceMs ?? nowMs, nowMs), settledBeforeMs: nowMs };
  const { analysis } = judgeSeries(assembleSeries(windows, reading.buckets, delivery), rule);
  const { limit, after } = analysis;
  return ` · ${after.errors} errors so far${limit === null ? '' : `, the limit is ${Math.floor(limit)}`}`;
}

async function collectAndJudge(run: Run, windows: Windows, notes: readonly Finding[]): Promise<LiveOutcome> {
  const { config, source, world, signal, serverNow, progress } = run;
  const request = { source, windows, maxLagMs: config.maxLagMs, serverNow };
  const delivered = await readDelivered(request, world, progress, signal);
  progress.clear();
  const warmUpBuckets = Math.ceil((run.rule.warmUpSeconds * 1000) / windows.bucketMs);
  const pair = cutToDelivered(delivered.pair, windows, delivered.delivery, warmUpBuckets);
  const usedToMs = windows.after.fromMs + pair.after.errors.length * windows.bucketMs;
  const judged = { ...windows, after: { ...windows.after, toMs: usedToMs } };
  const silence =
    (await findSilenceBefore(run, delivered.reading, windows)) ??
    (await findSilenceAfter(run, delivered.reading, windows));
  const observed = [
    ...present(silence ?? stoppedLogging(run.who.service, pair, judged, delivered.reading.newestMs)),
    ...notes,
    ...present(noteOfLateData(windows.after.toMs, usedToMs, config.maxLagMs)),
    ...present(noteOfFutureLines(newest(delivered), delivered.serverNowMs)),
  ];
  return { judgement: judgeSeries(pair, run.rule, observed), pair, windows: judged, query: delivered.reading.query };
}

async function findSilenceBefore(run: Run, reading: Reading, { before }: Windows): Promise<Finding | null> {
  const heard = heardIn(before, reading.buckets);
  if (heard.lines > 0) return null;
  return silenceBefore(run.who, heard, await elsewhere(run, before));
}

async function findSilenceAfter(run: Run, reading: Reading, { after }: Windows): Promise<Finding | null> {
  const heard = heardIn(after, reading.buckets);
  if (heard.lines > 0) return null;
  return silenceAfter(run.who, heard, await elsewhere(run, after));
}

async function elsewhere({ source, who, signal }: Run, span: Interval): Promise<Elsewhere> {
  const { newestMs, services } = await source.surroundings(span, signal);
  return { newestMs, services: nearestFirst(services, who.service) };
}

function newest({ reading }: Delivered): number | null {
  return reading.newestOfServiceMs;
}

function present<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}
