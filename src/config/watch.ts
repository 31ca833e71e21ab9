import { WATCH_DEFAULTS, WATCH_RULE } from '../core/watch/defaults.js';
import type { Level } from '../core/levels.js';
import type { Rule } from '../core/rule.js';
import { formatDuration } from '../core/time.js';
import type { WatchRules } from '../core/watch.js';
import { UserError } from '../errors.js';
import type { Notifier } from '../notify/settings.js';
import type { EmbeddedSettings, ServerSettings } from '../sources/settings.js';
import { readHostPort } from './collect.js';
import type { Effective } from './effective.js';
import type { RunbooksSection } from './file/runbooks.js';
import { checkService } from './judge-checks.js';
import { readServiceSettings } from './judge-settings.js';
import { readNotifiers } from './notify.js';
import { readCount, readDuration, readWholeSeconds } from './readers.js';
import { isSet, placeOf, text, type Settings } from './settings.js';
import { readOrigin } from './source.js';

/** Everything that watching one service needs to know, checked. */
export interface WatchConfig {
  readonly origin: ServerSettings | EmbeddedSettings;
  readonly service: string;
  readonly environment: string | null;
  readonly level: Level;
  readonly rule: Rule;
  readonly rules: WatchRules;
  readonly everyMs: number;
  readonly bucketMs: number;
  readonly windowMs: number;
  readonly beforeMs: number;
  readonly maxLagMs: number;
  /** Deadline of one look. */
  readonly timeoutMs: number;
  readonly notify: readonly Notifier[];
  readonly runbooks: RunbooksSection;
  readonly reportUrl: string | null;
  /** Null with --no-http. */
  readonly http: { readonly host: string; readonly port: number } | null;
  /** Where what is known outlives the process; null for nowhere. */
  readonly stateFile: string | null;
  readonly isQuiet: boolean;
}

/** More than this is a mistake in a unit, and no longer a flat little state. */
const MOST_BUCKETS = 10_000;

const LOOK_TIMEOUT_MS = 30_000;

/** @throws UserError naming the flag, the variable or the key that is wrong. */
export function readWatchConfig({ settings, flags, notify, runbooks, reportUrl }: Effective): WatchConfig {
  const origin = readOrigin(settings);
  if (origin.kind === 'recorded' || origin.kind === 'logs') {
    throw new UserError('watch looks at a ClickHouse table, not at files', 'Give --url http://HOST:8123 or chdb:PATH.');
  }
  const service = text(settings, 'service') ?? null;
  checkService({ service });
  const usual = readServiceSettings(settings);
  const bucketMs = usual.bucketMs ?? WATCH_DEFAULTS.bucketMs;
  const windowMs = readDuration(settings, 'window') ?? WATCH_DEFAULTS.windowMs;
  const { before } = usual;
  if (!('lengthMs' in before)) {
    const place = placeOf(settings, 'before');
    throw new UserError(`${place} is a fixed interval, and watch has no end`, `Give ${place} a length, like 30m.`);
  }
  const beforeMs = before.lengthMs;
  checkBuckets(settings, 'window', windowMs, bucketMs);
  checkBuckets(settings, 'before', beforeMs, bucketMs);
  const count = (key: string, otherwise: number): number => readCount(settings, key) ?? otherwise;
  return {
    origin,
    service: service ?? '',
    environment: usual.environment,
    level: usual.level,
    rule: { ...WATCH_RULE, sensitivity: usual.usualRule.sensitivity },
    rules: {
      crossAfter: count('crossAfter', WATCH_DEFAULTS.crossAfter),
      recoverAfter: count('recoverAfter', WATCH_DEFAULTS.recoverAfter),
      blindAfter: count('blindAfter', WATCH_DEFAULTS.blindAfter),
      coolDownMs: readDuration(settings, 'coolDown', { allowZero: true }) ?? WATCH_DEFAULTS.coolDownMs,
      acceptAfterMs: readDuration(settings, 'acceptAfter') ?? WATCH_DEFAULTS.acceptAfterMs,
      spanMs: windowMs + beforeMs,
      silence: usual.silence,
    },
    everyMs: readWholeSeconds(settings, 'every') ?? WATCH_DEFAULTS.everyMs,
    bucketMs,
    windowMs,
    beforeMs,
    maxLagMs: usual.maxLagMs,
    timeoutMs: readDuration(flags, 'timeout') ?? LOOK_TIMEOUT_MS,
    notify: readNotifiers(notify, 'watch'),
    runbooks,
    reportUrl,
    http: settings['http']?.value === false ? null : readHostPort('--http', text(settings, 'http') ?? '127.0.0.1:8127'),
    stateFile: text(settings, 'state') ?? null,
    isQuiet: isSet(settings, 'quiet'),
  };
}

function checkBuckets(settings: Settings, key: 'window' | 'before', lengthMs: number, bucketMs: number): void {
  if (lengthMs % bucketMs === 0 && lengthMs / bucketMs <= MOST_BUCKETS) return;
  const place = placeOf(settings, key);
  throw new UserError(
    `${place} ${formatDuration(lengthMs)} is not up to ${MOST_BUCKETS} whole buckets of ${formatDuration(bucketMs)}`,
    `Give ${place} a multiple of ${placeOf(settings, 'bucket')}.`,
  );
}
