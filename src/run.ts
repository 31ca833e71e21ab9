import { ruleOf } from './config/judge-settings.js';
import type { JudgeConfig } from './config/judge-config.js';
import { windowsOf } from './config/judge-checks.js';
import { inPlace } from './config/told-in-place.js';
import { judgeSeries } from './core/judgement.js';
import { rebin } from './core/rebin.js';
import { buildReport, type ReportParts } from './core/build-report.js';
import type { Report } from './core/report.js';
import { momentMs } from './core/time.js';
import type { FineSeries } from './core/series.js';
import { warmUpBuckets } from './core/warm-up.js';
import { UserError } from './errors.js';
import { codeOfVerdict } from './exit-codes.js';
import { judgeLive } from './live/judge-live.js';
import type { Progress } from './progress.js';
import { reproduceCommand } from './reproduce.js';
import { readRecording } from './sources/recorded.js';
import type { SourceSettings } from './sources/settings.js';
import type { LogSource } from './sources/source.js';
import { version } from './version.js';
import type { World } from './world.js';

/** Judges one release as configured, from the first question to the report; what is done with the report is the caller's. */
export async function runJudge(
  config: JudgeConfig,
  world: World,
  progress: Progress,
  signal: AbortSignal,
): Promise<Report> {
  const startedMs = world.monotonicMs();
  const { origin } = config;
  const parts =
    origin.kind === 'recorded'
      ? await judgeRecorded(config, origin.file, world)
      : await inPlace(config, () => judgeSource(config, origin, world, progress, signal));
  const { judgement, windows } = parts;
  return buildReport({
    ...parts,
    version,
    runbookUrls: config.runbooks,
    exitCode: codeOfVerdict(judgement.verdict, config.codeMapping),
    reproduce: reproduceCommand(config, windows?.releaseMs ?? null, judgement.analysis.rule),
    durationMs: Math.round(world.monotonicMs() - startedMs),
  });
}

/** The parts of a report that depend on where the series come from. */
type JudgedParts = Pick<ReportParts, 'judgement' | 'pair' | 'service' | 'windows' | 'source' | 'query' | 'signatures'>;

async function judgeRecorded(config: JudgeConfig, file: string, world: World): Promise<JudgedParts> {
  const recording = await readRecording(file, () => world.stdin);
  const pair = rebin(recording.pair, bucketFactor(config.bucketMs, recording.pair.bucketSeconds));
  const rule = ruleOf(config, recording.rule ?? config.usualRule);
  // A run that was rolled back early may hold less than a bucket: then its looks are what there is.
  const after = { bucketSeconds: pair.bucketSeconds, errors: pair.after.errors };
  if (![after, pair.fineAfter].some((series) => outlasts(series, rule.warmUpSeconds))) {
    throw new UserError(
      `--warm-up ${rule.warmUpSeconds}s leaves nothing of the ${after.errors.length * after.bucketSeconds} s after the release to judge`,
      'Give a shorter --warm-up, such as 0s.',
    );
  }
  return {
    judgement: judgeSeries(pair, rule, recording.observed),
    pair,
    service: config.service ?? recording.service,
    windows: null,
    source: {
      kind: 'series',
      name: file,
      table: null,
      layout: null,
      serverVersion: null,
      level: null,
      canary: [],
      stable: [],
    },
    query: null,
  };
}

/** Whether a whole bucket is left after the warm-up. */
function outlasts(series: FineSeries | undefined, warmUpSeconds: number): boolean {
  const buckets = series?.errors.length ?? 0;
  return buckets > warmUpBuckets(warmUpSeconds, series?.bucketSeconds ?? 1, buckets);
}

/** How many recorded buckets make one of `bucketMs`. */
function bucketFactor(bucketMs: number | null, bucketSeconds: number): number {
  const factor = bucketMs === null ? 1 : bucketMs / 1000 / bucketSeconds;
  if (Number.isInteger(factor)) return factor;
  throw new UserError(
    `--bucket is not a multiple of the recorded buckets of ${bucketSeconds} s`,
    'Give --bucket a multiple of it, or drop --bucket.',
  );
}

async function judgeSource(
  config: JudgeConfig,
  settings: SourceSettings,
  world: World,
  progress: Progress,
  signal: AbortSignal,
): Promise<JudgedParts> {
  const source = await openSource(config, settings, world);
  try {
    const outcome = await judgeLive(config, source, world, progress, signal);
    return { ...outcome, service: config.service, source: outcome.source.info };
  } finally {
    progress.clear();
    await source.close();
  }
}

/** The windows and the query as they would be asked, without asking. */
export async function dryRun(config: JudgeConfig, settings: SourceSettings, world: World): Promise<string> {
  const { windows } = windowsOf(config, momentMs(config.release, world.now()));
  return await inPlace(config, async () => {
    const source = await openSource(config, settings, world);
    try {
      const { dryRunText } = await import('./dry-run.js');
      return dryRunText(config, windows, source.plan(windows, windows.after.toMs + config.maxLagMs));
    } finally {
      await source.close();
    }
  });
}

async function openSource(
  { service, environment, level, canary, stable }: JudgeConfig,
  settings: SourceSettings,
  world: World,
): Promise<LogSource> {
  const { openLogSource } = await import('./sources/clickhouse/index.js');
  return await openLogSource(
    settings,
    {
      service: service ?? '',
      ...(environment !== null && { environment }),
      level,
      canary: canary === 'auto' ? [] : canary,
      stable,
    },
    world,
  );
}
