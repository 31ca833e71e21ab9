import { DEFAULTS } from './config/judge-config.js';
import type { JudgeConfig } from './config/judge-config.js';
import type { Share } from './core/exposure.js';
import { DEFAULT_RULE, type Rule } from './core/rule.js';
import { formatDuration, formatInstant } from './core/time.js';
import type { SourceSettings } from './sources/settings.js';

/** The command line that judges the same windows again: absolute times, only what differs from the defaults, no secrets. */
export function reproduceCommand(config: JudgeConfig, releaseMs: number | null, rule: Rule): string {
  const words = ['canary-verdict', 'judge', ...originWords(config.origin)];
  const add = (flag: string, value: string) => words.push(flag, value);
  if (config.service !== null) add('--service', config.service);
  if (releaseMs !== null) {
    add('--released-at', formatInstant(releaseMs));
    words.push(...windowWords(config));
    if (config.level !== 'ERROR') add('--level', config.level);
    if (config.canary === 'auto') add('--canary', 'auto');
    else for (const { key, value } of config.canary) add('--canary', `${key}=${value}`);
    for (const { key, value } of config.stable) add('--stable', `${key}=${value}`);
    if (config.canaryShare !== null) add('--canary-share', shareText(config.canaryShare));
  }
  // A recorded series has buckets of its own, so that for it 30 s is no default.
  const usualBucketMs = releaseMs === null ? null : DEFAULTS.bucketMs;
  if (config.bucketMs !== null && config.bucketMs !== usualBucketMs) add('--bucket', formatDuration(config.bucketMs));
  if (rule.warmUpSeconds !== DEFAULT_RULE.warmUpSeconds) add('--warm-up', formatDuration(rule.warmUpSeconds * 1000));
  if (rule.sensitivity !== DEFAULT_RULE.sensitivity) add('--sensitivity', String(rule.sensitivity));
  if (rule.plain) words.push('--plain');
  if (rule.early === 'off') words.push('--no-early');
  else if (rule.early !== DEFAULT_RULE.early) add('--early', rule.early);
  return words.map(shellWord).join(' ');
}

function windowWords({ waitMs, before, maxLagMs, lookEveryMs, extendMs }: JudgeConfig): readonly string[] {
  const words: string[] = [];
  if (!('lengthMs' in before)) words.push('--before', `${formatInstant(before.fromMs)}/${formatInstant(before.toMs)}`);
  else if (before.lengthMs !== DEFAULTS.beforeMs) words.push('--before', formatDuration(before.lengthMs));
  if (waitMs !== DEFAULTS.waitMs) words.push('--wait', formatDuration(waitMs));
  if (maxLagMs !== DEFAULTS.maxLagMs) words.push('--max-lag', formatDuration(maxLagMs));
  if (lookEveryMs !== DEFAULTS.lookEveryMs) words.push('--look-every', formatDuration(lookEveryMs));
  if (extendMs !== null) words.push('--extend', formatDuration(extendMs));
  return words;
}

function shareText({ share, tolerance }: Share): string {
  const percent = (part: number) => `${Number((part * 100).toPrecision(6))}%`;
  return tolerance === 0 ? percent(share) : `${percent(share)}±${percent(tolerance)}`;
}

function originWords(origin: JudgeConfig['origin']): readonly string[] {
  switch (origin.kind) {
    case 'recorded':
      return ['--series', origin.file];
    case 'logs':
      return ['--logs', ...origin.files, ...columnWords(origin)];
    case 'chdb':
      return ['--url', `chdb:${origin.path}`, ...tableWords(origin), ...columnWords(origin)];
    case 'clickhouse':
      return ['--url', origin.url, ...tableWords(origin), ...columnWords(origin)];
  }
}

function tableWords({ database, table }: { readonly database?: string; readonly table?: string }): readonly string[] {
  return [
    ...(database === undefined ? [] : ['--database', database]),
    ...(table === undefined ? [] : ['--table', table]),
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
