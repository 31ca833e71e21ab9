import { statSync } from 'node:fs';
import path from 'node:path';
import { LEVELS, type Level } from '../core/levels.js';
import { DEFAULT_RULE, type Rule } from '../core/rule.js';
import { formatDuration, momentMs, type Moment } from '../core/time.js';
import { planWindows, type Interval, type WindowPlan } from '../core/window.js';
import { UserError } from '../errors.js';
import { reasonOf } from '../file-errors.js';
import type { CodeMapping } from '../exit-codes.js';
import type { Selector } from '../sources/settings.js';
import {
  choice,
  duration,
  isSet,
  keyValue,
  moment,
  positiveNumber,
  quoted,
  text,
  texts,
  type Env,
  type RawFlags,
} from './fields.js';
import { readOrigin, type SeriesOrigin } from './source.js';

/** Everything one judgement needs to know, checked. */
export interface JudgeConfig {
  readonly origin: SeriesOrigin;
  /** Null only for a recorded series. */
  readonly service: string | null;
  readonly level: Level;
  readonly canary: readonly Selector[];
  readonly release: Moment;
  readonly waitMs: number;
  readonly before: { readonly lengthMs: number } | Interval;
  /** Null when not given: 30 s, or a recorded series' own. */
  readonly bucketMs: number | null;
  /** Null where a flag was not given, so that a saved report's own rule can stand in. */
  readonly rule: { readonly [K in keyof Rule]: Rule[K] | null };
  readonly codeMapping: CodeMapping;
  readonly timeoutMs: number;
  readonly maxLagMs: number;
  readonly format: ReportFormat;
  /** Where the report goes instead of stdout. */
  readonly outputFile: string | null;
  readonly isQuiet: boolean;
  readonly wantsColor: boolean;
  readonly isDryRun: boolean;
}

export type ReportFormat = 'text' | 'json';

export const DEFAULTS = {
  waitMs: 300_000,
  beforeMs: 1_800_000,
  bucketMs: 30_000,
  maxLagMs: 60_000,
  timeoutMs: 120_000,
} as const;

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
  'dryRun',
];

/** More buckets than this are a mistake in a unit, and would make the server answer with a flood. */
const MOST_BUCKETS = 100_000;

/** Reads and checks flags and environment; `localNowMs` only serves to refuse a release that lies too far ahead. */
export function readJudgeConfig(flags: RawFlags, env: Env, localNowMs: number): JudgeConfig {
  const origin = readOrigin(flags, env);
  const config: JudgeConfig = {
    origin,
    service: text(flags, 'service') ?? null,
    level: choice('--level', (text(flags, 'level') ?? 'ERROR').toUpperCase(), LEVELS),
    canary: texts(flags, 'canary').map(readSelector),
    release: moment('--released-at', text(flags, 'releasedAt') ?? 'now'),
    waitMs: optionalDuration(flags, 'wait', '--wait', DEFAULTS.waitMs),
    before: readBefore(text(flags, 'before')),
    bucketMs: readBucketMs(flags),
    rule: readRule(flags),
    codeMapping: {
      inconclusive: readMapping(flags, 'ifInconclusive', '--if-inconclusive'),
      sourceFailed: readMapping(flags, 'ifError', '--if-error'),
    },
    timeoutMs: optionalDuration(flags, 'timeout', '--timeout', DEFAULTS.timeoutMs),
    maxLagMs: optionalDuration(flags, 'maxLag', '--max-lag', DEFAULTS.maxLagMs, { allowZero: true }),
    format: choice('--format', text(flags, 'format') ?? 'text', ['text', 'json']),
    outputFile: readOutputFile(text(flags, 'output')),
    isQuiet: isSet(flags, 'quiet'),
    wantsColor: flags['color'] !== false,
    isDryRun: isSet(flags, 'dryRun'),
  };
  if (origin.kind === 'recorded') checkRecorded(flags);
  else checkLive(config, localNowMs);
  return config;
}

/** The rule with its defaults. */
export function ruleOf({ rule }: Pick<JudgeConfig, 'rule'>, defaults: Rule = DEFAULT_RULE): Rule {
  return {
    sensitivity: rule.sensitivity ?? defaults.sensitivity,
    warmUpSeconds: rule.warmUpSeconds ?? defaults.warmUpSeconds,
    plain: rule.plain ?? defaults.plain,
    early: rule.early ?? defaults.early,
    budget: rule.budget ?? defaults.budget,
  };
}

/** The config's windows around a release; refuses what cannot be laid out, naming the flag. */
export function windowsOf(config: JudgeConfig, releaseMs: number): WindowPlan & { readonly ok: true } {
  const bucketMs = config.bucketMs ?? DEFAULTS.bucketMs;
  const plan = planWindows({ releaseMs, bucketMs, before: config.before, afterMs: config.waitMs });
  if (plan.ok) return plan;
  const flag = plan.window === 'before' ? '--before' : '--wait';
  throw new UserError(`${flag} gives no window: ${plan.problem}`, `Give a longer ${flag}, or a shorter --bucket.`);
}

function checkLive(config: JudgeConfig, localNowMs: number): void {
  if (config.service === null || config.service.trim() === '') {
    throw new UserError('no service is named', 'Give --service NAME, the name that stands in the logs.');
  }
  const releaseMs = momentMs(config.release, localNowMs);
  if (releaseMs > localNowMs + config.waitMs) {
    const ahead = formatDuration(Math.round((releaseMs - localNowMs) / 1000) * 1000);
    throw new UserError(
      `--released-at lies ${ahead} ahead, further than --wait ${formatDuration(config.waitMs)}`,
      'Check the time and its zone in --released-at, or give a longer --wait.',
    );
  }
  const { windows } = windowsOf(config, releaseMs);
  const buckets =
    (windows.releaseMs - windows.before.fromMs + windows.after.toMs - windows.after.fromMs) / windows.bucketMs;
  if (buckets > MOST_BUCKETS) {
    throw new UserError(
      `the windows hold ${Math.round(buckets)} buckets, more than ${MOST_BUCKETS}`,
      'Give a longer --bucket, or a shorter --before.',
    );
  }
  const warmUpMs = (config.rule.warmUpSeconds ?? DEFAULT_RULE.warmUpSeconds) * 1000;
  if (Math.ceil(warmUpMs / windows.bucketMs) * windows.bucketMs >= windows.after.toMs - windows.after.fromMs) {
    throw new UserError(
      `--warm-up ${formatDuration(warmUpMs)} leaves nothing of --wait ${formatDuration(config.waitMs)} to judge`,
      'Give a longer --wait or a shorter --warm-up.',
    );
  }
  if (config.maxLagMs >= config.timeoutMs) {
    throw new UserError(
      `--max-lag ${formatDuration(config.maxLagMs)} does not fit into --timeout ${formatDuration(config.timeoutMs)}`,
      'Give a longer --timeout or a shorter --max-lag.',
    );
  }
}

function checkRecorded(flags: RawFlags): void {
  const misplaced = LIVE_ONLY.find(
    (key) => flags[key] !== undefined && texts({ [key]: [flags[key]].flat().map(String) }, key).length > 0,
  );
  if (misplaced === undefined) return;
  const flag = `--${misplaced.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UserError(`${flag} does not apply to --series`, `Drop ${flag}: a recorded series has its windows in it.`);
}

function optionalDuration(flags: RawFlags, key: string, flag: string, otherwiseMs: number, options = {}): number {
  const value = text(flags, key);
  return value === undefined ? otherwiseMs : duration(flag, value, options);
}

/** `--bucket`; null when it was not given. */
export function readBucketMs(flags: RawFlags): number | null {
  const value = text(flags, 'bucket');
  if (value === undefined) return null;
  const bucketMs = duration('--bucket', value);
  if (bucketMs % 1000 === 0) return bucketMs;
  throw new UserError(
    `--bucket ${quoted(value)} is not whole seconds`,
    'Give --bucket whole seconds, like 10s or 30s.',
  );
}

/** The flags of the rule; null where one was not given. */
export function readRule(flags: RawFlags): JudgeConfig['rule'] {
  const sensitivity = text(flags, 'sensitivity');
  const warmUp = text(flags, 'warmUp');
  return {
    sensitivity: sensitivity === undefined ? null : positiveNumber('--sensitivity', sensitivity),
    warmUpSeconds: warmUp === undefined ? null : duration('--warm-up', warmUp, { allowZero: true }) / 1000,
    plain: isSet(flags, 'plain') ? true : null,
    early: null,
    budget: null,
  };
}

function readMapping(flags: RawFlags, key: string, flag: string): 'pass' | 'rollback' | null {
  const value = text(flags, key);
  return value === undefined ? null : choice(flag, value, ['pass', 'rollback']);
}

function readSelector(value: string): Selector {
  const [key, wanted] = keyValue('--canary', value);
  return { key, value: wanted };
}

/** A length such as 30m, or FROM/TO in ISO 8601. */
function readBefore(value: string | undefined): { readonly lengthMs: number } | Interval {
  if (value === undefined) return { lengthMs: DEFAULTS.beforeMs };
  if (!value.includes('/')) return { lengthMs: duration('--before', value) };
  const [from = '', to = '', ...rest] = value.split('/');
  const [fromMoment, toMoment] = [moment('--before', from), moment('--before', to)];
  if (rest.length > 0 || fromMoment.kind !== 'at' || toMoment.kind !== 'at') {
    throw new UserError(
      `--before ${quoted(value)} is not an interval`,
      'Write --before as 30m, or as FROM/TO like 2026-03-01T11:00:00Z/2026-03-01T11:30:00Z.',
    );
  }
  if (toMoment.ms <= fromMoment.ms) {
    throw new UserError(
      `--before ${quoted(value)} ends before it begins`,
      'Write --before as FROM/TO, the earlier first.',
    );
  }
  return { fromMs: fromMoment.ms, toMs: toMoment.ms };
}

/** Refuses at once what could not be written after the wait. */
function readOutputFile(file: string | undefined): string | null {
  if (file === undefined) return null;
  const hint = 'Give --output a file in a folder that exists.';
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new UserError(`--output ${quoted(file)} is a folder`, hint);
  }
  try {
    statSync(path.dirname(path.resolve(file)));
  } catch (cause) {
    throw new UserError(`--output ${quoted(file)} cannot be written: ${reasonOf(cause)}`, hint, { cause });
  }
  return file;
}
