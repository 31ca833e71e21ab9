import { LEVELS, type Level } from '../core/levels.js';
import { DEFAULT_RULE, type Rule } from '../core/rule.js';
import { readSilence } from './silence.js';
import { readEarly } from './early.js';
import { choice, positiveNumber } from './fields.js';
import { DEFAULTS, type JudgeConfig } from './judge-config.js';
import {
  readBefore,
  readCanary,
  readChoice,
  readCount,
  readDuration,
  readSelectors,
  readShare,
  readWholeSeconds,
} from './readers.js';
import { isSet, placeOf, text, type Settings } from './settings.js';

const MAPPED = ['pass', 'rollback'] as const;

/**
 * Reads what may be set for a service, with the built-in defaults for the rest.
 * @throws UserError naming where the first value that is wrong was given.
 */
export function readServiceSettings(settings: Settings) {
  return {
    level: readLevel(settings),
    environment: text(settings, 'env') ?? null,
    canary: readCanary(settings),
    stable: readSelectors(settings, 'stable'),
    canaryShare: readShare(settings),
    waitMs: readDuration(settings, 'wait') ?? DEFAULTS.waitMs,
    before: readBefore(settings),
    bucketMs: readBucketMs(settings),
    usualRule: ruleOf({ rule: readRule(settings) }),
    codeMapping: {
      inconclusive: readChoice(settings, 'ifInconclusive', MAPPED),
      sourceFailed: readChoice(settings, 'ifError', MAPPED),
    },
    timeoutMs: readDuration(settings, 'timeout') ?? DEFAULTS.timeoutMs,
    maxLagMs: readDuration(settings, 'maxLag', { allowZero: true }) ?? DEFAULTS.maxLagMs,
    lookEveryMs: readWholeSeconds(settings, 'lookEvery') ?? DEFAULTS.lookEveryMs,
    extendMs: readDuration(settings, 'extend'),
    maxRows: readCount(settings, 'maxRows'),
    silence: readSilence(settings),
  };
}

function readLevel(settings: Settings): Level {
  return choice(placeOf(settings, 'level'), (text(settings, 'level') ?? 'ERROR').toUpperCase(), LEVELS);
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

/** `--bucket`; null where it was not given. */
export function readBucketMs(settings: Settings): number | null {
  return readWholeSeconds(settings, 'bucket');
}

/** The settings of the rule; null where one was not given. */
export function readRule(settings: Settings): JudgeConfig['rule'] {
  const sensitivity = text(settings, 'sensitivity');
  const warmUpMs = readDuration(settings, 'warmUp', { allowZero: true });
  return {
    sensitivity: sensitivity === undefined ? null : positiveNumber(placeOf(settings, 'sensitivity'), sensitivity),
    warmUpSeconds: warmUpMs === null ? null : warmUpMs / 1000,
    plain: settings['plain'] === undefined ? null : isSet(settings, 'plain'),
    early: readEarly(settings),
    budget: null,
  };
}
