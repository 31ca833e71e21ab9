import { formatDuration, momentMs } from '../core/time.js';
import { planWindows, type WindowPlan } from '../core/window.js';
import { UserError } from '../errors.js';
import { DEFAULTS, type JudgeConfig } from './judge-config.js';
import { ruleOf } from './judge-settings.js';
import { placeOf, texts, type Settings } from './settings.js';

/** Flags that speak about a window or a table, and so say nothing about a recorded series. */
const LIVE_ONLY = [
  'releasedAt',
  'wait',
  'before',
  'level',
  'canary',
  'table',
  'database',
  'columns',
  'maxLag',
  'lookEvery',
  'extend',
  'stable',
  'canaryShare',
  'dryRun',
  'env',
  'layout',
  'metric',
  'maxRows',
  'connection',
  'signatures',
  'lookBack',
  'allow',
];

/** More buckets than this are a mistake in a unit, and would make the server answer with a flood. */
const MOST_BUCKETS = 100_000;

/** The config's windows around a release; refuses what cannot be laid out, naming the flag. */
export function windowsOf(config: JudgeConfig, releaseMs: number): WindowPlan & { readonly ok: true } {
  const bucketMs = config.bucketMs ?? DEFAULTS.bucketMs;
  const plan = planWindows({ releaseMs, bucketMs, before: config.before, afterMs: config.waitMs });
  if (plan.ok) return plan;
  const place = config.placeOf(plan.window === 'before' ? 'before' : 'wait');
  throw new UserError(
    `${place} gives no window: ${plan.problem}`,
    `Give a longer ${place}, or a shorter ${config.placeOf('bucket')}.`,
  );
}

/** Refuses to count the lines of nobody. */
export function checkService({ service }: Pick<JudgeConfig, 'service'>): void {
  if (service !== null && service.trim() !== '') return;
  throw new UserError('no service is named', 'Give --service NAME, the name that stands in the logs.');
}

/** Refuses, before anything is asked, what cannot be judged. */
export function checkLive(config: JudgeConfig, localNowMs: number): void {
  const releaseMs = momentMs(config.release, localNowMs);
  if (releaseMs > localNowMs + config.waitMs) {
    const ahead = formatDuration(Math.round((releaseMs - localNowMs) / 1000) * 1000);
    throw new UserError(
      `--released-at lies ${ahead} ahead, further than ${config.placeOf('wait')} ${formatDuration(config.waitMs)}`,
      `Check the time and its zone in --released-at, or give a longer ${config.placeOf('wait')}.`,
    );
  }
  const { windows } = windowsOf(config, releaseMs);
  const buckets =
    (windows.releaseMs - windows.before.fromMs + windows.after.toMs - windows.after.fromMs) / windows.bucketMs;
  if (buckets > MOST_BUCKETS) {
    throw new UserError(
      `the windows hold ${Math.round(buckets)} buckets, more than ${MOST_BUCKETS}`,
      `Give a longer ${config.placeOf('bucket')}, or a shorter ${config.placeOf('before')}.`,
    );
  }
  const warmUpMs = ruleOf(config, config.usualRule).warmUpSeconds * 1000;
  if (Math.ceil(warmUpMs / windows.bucketMs) * windows.bucketMs >= windows.after.toMs - windows.after.fromMs) {
    throw new UserError(
      `${config.placeOf('warmUp')} ${formatDuration(warmUpMs)} leaves nothing of ${config.placeOf('wait')} ${formatDuration(config.waitMs)} to judge`,
      `Give a longer ${config.placeOf('wait')} or a shorter ${config.placeOf('warmUp')}.`,
    );
  }
  if (config.stable.length > 0 && config.canary.length === 0) {
    throw new UserError(
      `${config.placeOf('stable')} names the old instances, but nothing names the new ones`,
      'Give --canary KEY=VALUE too, or --canary auto instead of both.',
    );
  }
  if (config.stable.length > 0 && config.canary === 'auto') {
    throw new UserError(
      `${config.placeOf('canary')} auto finds the stable instances itself`,
      `Drop ${config.placeOf('stable')}, or name the canary.`,
    );
  }
  const bucketMs = config.bucketMs ?? DEFAULTS.bucketMs;
  if (config.extendMs !== null && config.extendMs < bucketMs) {
    throw new UserError(
      `${config.placeOf('extend')} ${formatDuration(config.extendMs)} holds not one bucket of ${formatDuration(bucketMs)}`,
      `Give a longer ${config.placeOf('extend')}, like 5m.`,
    );
  }
  if (config.maxLagMs >= config.timeoutMs) {
    throw new UserError(
      `${config.placeOf('maxLag')} ${formatDuration(config.maxLagMs)} does not fit into ${config.placeOf('timeout')} ${formatDuration(config.timeoutMs)}`,
      `Give a longer ${config.placeOf('timeout')} or a shorter ${config.placeOf('maxLag')}.`,
    );
  }
}

/** Refuses flags that a recorded series has no use for; a file speaks about all runs, so it may hold them. */
export function checkRecorded(flags: Settings): void {
  const misplaced = LIVE_ONLY.find((key) => flags[key]?.value === true || texts(flags, key).length > 0);
  if (misplaced === undefined) return;
  const flag = placeOf(flags, misplaced);
  throw new UserError(`${flag} does not apply to --series`, `Drop ${flag}: a recorded series has its windows in it.`);
}
