import { LEVELS } from '../core/levels.js';
import { DEFAULT_RULE, type Rule } from '../core/rule.js';
import { readEarly } from './early.js';
import { choice, duration, isSet, moment, positiveNumber, text, texts, type Env, type RawFlags } from './fields.js';
import { checkLive, checkRecorded } from './judge-checks.js';
import { DEFAULTS, type JudgeConfig } from './judge-config.js';
import {
  readBefore,
  readCanary,
  readExtension,
  readOutputFile,
  readSelector,
  readShare,
  readWholeSeconds,
} from './readers.js';
import { readOrigin } from './source.js';

/** Reads and checks flags and environment; `localNowMs` only serves to refuse a release that lies too far ahead. */
export function readJudgeConfig(flags: RawFlags, env: Env, localNowMs: number): JudgeConfig {
  const origin = readOrigin(flags, env);
  const config: JudgeConfig = {
    origin,
    service: text(flags, 'service') ?? null,
    level: choice('--level', (text(flags, 'level') ?? 'ERROR').toUpperCase(), LEVELS),
    canary: readCanary(texts(flags, 'canary')),
    stable: texts(flags, 'stable').map((value) => readSelector('--stable', value)),
    canaryShare: readShare(text(flags, 'canaryShare')),
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
    lookEveryMs: readWholeSeconds('--look-every', text(flags, 'lookEvery')) ?? DEFAULTS.lookEveryMs,
    extendMs: readExtension(text(flags, 'extend')),
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

function optionalDuration(flags: RawFlags, key: string, flag: string, otherwiseMs: number, options = {}): number {
  const value = text(flags, key);
  return value === undefined ? otherwiseMs : duration(flag, value, options);
}

/** `--bucket`; null when it was not given. */
export function readBucketMs(flags: RawFlags): number | null {
  return readWholeSeconds('--bucket', text(flags, 'bucket'));
}

/** The flags of the rule; null where one was not given. */
export function readRule(flags: RawFlags): JudgeConfig['rule'] {
  const sensitivity = text(flags, 'sensitivity');
  const warmUp = text(flags, 'warmUp');
  return {
    sensitivity: sensitivity === undefined ? null : positiveNumber('--sensitivity', sensitivity),
    warmUpSeconds: warmUp === undefined ? null : duration('--warm-up', warmUp, { allowZero: true }) / 1000,
    plain: isSet(flags, 'plain') ? true : null,
    early: readEarly(flags),
    budget: null,
  };
}

function readMapping(flags: RawFlags, key: string, flag: string): 'pass' | 'rollback' | null {
  const value = text(flags, key);
  return value === undefined ? null : choice(flag, value, ['pass', 'rollback']);
}
