import { DEFAULTS } from './config/judge-config.js';
import type { ConfigFileUsed, JudgeConfig } from './config/judge-config.js';
import type { Share } from './core/exposure.js';
import { DEFAULT_RULE, type Rule } from './core/rule.js';
import { formatDuration, formatInstant } from './core/time.js';
import type { EmbeddedSettings, ServerSettings, SourceSettings } from './sources/settings.js';

/**
 * The command line that judges the same windows again: absolute times, only what differs from the defaults, no secrets, and
 * nothing that acts. A configuration file is named where only it knows the way to the data; then everything it could say
 * otherwise is said too.
 */
export function reproduceCommand(config: JudgeConfig, releaseMs: number | null, rule: Rule): string {
  const file = fileNeeded(config);
  const words = ['canary-verdict', 'judge', ...fileWords(config, file), ...originWords(config.origin, file)];
  const isTold = (setting: string, differs: boolean) => differs || (file !== null && config.given.includes(setting));
  const add = (setting: string, flag: string, value: string, differs: boolean): void => {
    if (isTold(setting, differs)) words.push(flag, value);
  };
  const service = file?.service ?? config.service;
  if (service !== null) words.push('--service', service);
  if (releaseMs !== null) {
    words.push('--released-at', formatInstant(releaseMs));
    const { before, waitMs, maxLagMs, lookEveryMs, extendMs, environment } = config;
    add('before', '--before', beforeText(before), !('lengthMs' in before && before.lengthMs === DEFAULTS.beforeMs));
    add('wait', '--wait', formatDuration(waitMs), waitMs !== DEFAULTS.waitMs);
    add('maxLag', '--max-lag', formatDuration(maxLagMs), maxLagMs !== DEFAULTS.maxLagMs);
    add('lookEvery', '--look-every', formatDuration(lookEveryMs), lookEveryMs !== DEFAULTS.lookEveryMs);
    if (extendMs !== null) words.push('--extend', formatDuration(extendMs));
    if (environment !== null) words.push('--env', environment);
    add('level', '--level', config.level, config.level !== 'ERROR');
    if (config.canary === 'auto') words.push('--canary', 'auto');
    else for (const { key, value } of config.canary) words.push('--canary', `${key}=${value}`);
    for (const { key, value } of config.stable) words.push('--stable', `${key}=${value}`);
    const { signatures, lookBackMs, withSamples } = config;
    add('signatures', '--signatures', signatures, signatures !== DEFAULTS.signatures);
    add('lookBack', '--look-back', formatDuration(lookBackMs), lookBackMs !== DEFAULTS.lookBackMs);
    if (!withSamples) words.push('--no-samples');
    else if (isTold('samples', false)) words.push('--samples');
    for (const pattern of config.allow) words.push('--allow', pattern);
    if (config.canaryShare !== null) words.push('--canary-share', shareText(config.canaryShare));
  }
  // A recorded series has buckets of its own, so that for it 30 s is no default.
  const usualBucketMs = releaseMs === null ? null : DEFAULTS.bucketMs;
  const bucketMs = config.bucketMs ?? usualBucketMs;
  if (bucketMs !== null) add('bucket', '--bucket', formatDuration(bucketMs), bucketMs !== usualBucketMs);
  const { warmUpSeconds, sensitivity, early } = rule;
  add('warmUp', '--warm-up', formatDuration(warmUpSeconds * 1000), warmUpSeconds !== DEFAULT_RULE.warmUpSeconds);
  add('sensitivity', '--sensitivity', String(sensitivity), sensitivity !== DEFAULT_RULE.sensitivity);
  if (rule.plain) words.push('--plain');
  else if (isTold('plain', false)) words.push('--no-plain');
  if (early === 'off') words.push('--no-early');
  else add('early', '--early', early, early !== DEFAULT_RULE.early);
  return words.map(shellWord).join(' ');
}

/** The file, where flags cannot say all that it says: credentials. */
function fileNeeded({ file, origin }: JudgeConfig): ConfigFileUsed | null {
  if (file === null || origin.kind === 'recorded') return null;
  return file.connection === null ? null : file;
}

function fileWords(config: JudgeConfig, file: ConfigFileUsed | null): readonly string[] {
  if (file === null) return config.file === null ? [] : ['--no-config'];
  const connection = file.connection === null ? [] : ['--connection', file.connection];
  return ['--config', file.path, ...connection, '--no-hooks'];
}

function beforeText(before: JudgeConfig['before']): string {
  if ('lengthMs' in before) return formatDuration(before.lengthMs);
  return `${formatInstant(before.fromMs)}/${formatInstant(before.toMs)}`;
}

function shareText({ share, tolerance }: Share): string {
  const percent = (part: number) => `${Number((part * 100).toPrecision(6))}%`;
  return tolerance === 0 ? percent(share) : `${percent(share)}±${percent(tolerance)}`;
}

function originWords(origin: JudgeConfig['origin'], file: ConfigFileUsed | null): readonly string[] {
  const isOfFile = file !== null && file.connection !== null;
  switch (origin.kind) {
    case 'recorded':
      return ['--series', origin.file];
    case 'logs':
      return ['--logs', ...origin.files, ...columnWords(origin)];
    case 'chdb':
      return [...(isOfFile ? [] : ['--url', `chdb:${origin.path}`]), ...tableWords(origin), ...columnWords(origin)];
    case 'clickhouse':
      return [...(isOfFile ? [] : ['--url', origin.url]), ...tableWords(origin), ...columnWords(origin)];
  }
}

function tableWords({
  database,
  table,
  layout,
  metric,
  maxRows,
}: ServerSettings | EmbeddedSettings): readonly string[] {
  return [
    ...(database === undefined ? [] : ['--database', database]),
    ...(table === undefined ? [] : ['--table', table]),
    ...(layout === undefined ? [] : ['--layout', layout]),
    ...(metric === undefined ? [] : ['--metric', metric]),
    ...(maxRows === undefined ? [] : ['--max-rows', String(maxRows)]),
  ];
}

function columnWords({ columns }: SourceSettings): readonly string[] {
  const pairs = Object.entries(columns).map(([meaning, column]) => `${meaning}=${column}`);
  return pairs.length === 0 ? [] : ['--columns', pairs.join(',')];
}

/** A word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
