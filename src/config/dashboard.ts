import { createHash } from 'node:crypto';
import type { AlertSubject } from '../dashboards/alerts/subject.js';
import type { PanelSubject } from '../dashboards/grafana/panel-sql.js';
import { UserError } from '../errors.js';
import type { EmbeddedSettings, ServerSettings, TableSettings } from '../sources/settings.js';
import type { Effective } from './effective.js';
import { fileBytes } from './fields.js';
import { DEFAULTS } from './judge-config.js';
import { readServiceSettings } from './judge-settings.js';
import { readChoice, readDuration } from './readers.js';
import { placeOf, text, type Env, type Settings } from './settings.js';
import { readColumns, readOrigin } from './source.js';

/** What a dashboard or an alert is about; the same settings as of a judgement. */
export interface DashboardConfig {
  readonly subject: PanelSubject & AlertSubject;
  /** Where the result goes instead of to stdout. */
  readonly outFile: string | null;
}

/** Reads what all of them have in common. @throws UserError naming where the first wrong value was given. */
export function readDashboardConfig({ settings, runbooks }: Effective): DashboardConfig {
  const { level, environment, canary, before, bucketMs, waitMs, usualRule } = readServiceSettings(settings);
  if (!('lengthMs' in before)) {
    throw new UserError(
      `${placeOf(settings, 'before')} is an interval of one release`,
      'Give --before a length, like 30m.',
    );
  }
  return {
    subject: {
      service: text(settings, 'service') ?? null,
      level,
      selectors: [
        ...(canary === 'auto' ? [] : canary),
        ...(environment === null ? [] : [{ key: 'env', value: environment }]),
      ],
      bucketSeconds: (bucketMs ?? DEFAULTS.bucketMs) / 1000,
      beforeSeconds: wholeSeconds(before.lengthMs),
      waitSeconds: wholeSeconds(waitMs),
      sensitivity: usualRule.sensitivity,
      isPlain: usualRule.plain,
      runbookUrl: runbooks['errors-over-limit'] ?? null,
    },
    outFile: text(settings, 'out') ?? null,
  };
}

function wholeSeconds(ms: number): number {
  return Math.max(1, Math.round(ms / 1000));
}

/** The table a dashboard asks: one that can be asked now, or one that is only described. */
export type DashboardTable =
  | { readonly kind: 'asked'; readonly settings: ServerSettings | EmbeddedSettings; readonly timeoutMs: number }
  | { readonly kind: 'described'; readonly settings: TableSettings };

/** @throws UserError where nothing says what the table looks like. */
export function readDashboardTable(settings: Settings): DashboardTable {
  // A layout that is named on the command line is nearer than an address that is not.
  const isDescribed = settings['layout']?.layer === 'flag' && settings['url']?.layer !== 'flag';
  if (text(settings, 'url') !== undefined && !isDescribed) {
    const origin = readOrigin(settings);
    if (origin.kind !== 'clickhouse' && origin.kind !== 'chdb') throw new TypeError(`Grafana asks no ${origin.kind}`);
    return {
      kind: 'asked',
      settings: origin,
      timeoutMs: readDuration(settings, 'timeout') ?? DEFAULTS.timeoutMs,
    };
  }
  const given = (key: 'table' | 'database' | 'layout' | 'metric') => {
    const value = text(settings, key);
    return value === undefined ? {} : { [key]: value };
  };
  if (text(settings, 'layout') === undefined && settings['columns'] === undefined) {
    throw new UserError(
      'nothing says what the log table looks like',
      'Give --url http://HOST:8123 to have it asked, or name its layout: --layout otel-logs.',
    );
  }
  const table = { ...given('table'), ...given('database'), ...given('layout'), ...given('metric') };
  return { kind: 'described', settings: { ...table, columns: readColumns(settings) } };
}

const OF_TABLE = ['url', 'database', 'table', 'layout', 'columns', 'metric'] as const;

/** Whether two services are counted and compared alike, so that one dashboard can show both. */
export function areAlike(one: Effective, other: Effective): boolean {
  const [first, second] = [one, other].map((effective) => {
    const { subject } = readDashboardConfig(effective);
    return JSON.stringify([{ ...subject, service: null }, OF_TABLE.map((key) => effective.settings[key]?.value)]);
  });
  return first === second;
}

/** Which of the two dashboards. */
export function readView(settings: Settings): 'release' | 'daily' {
  return readChoice(settings, 'view', ['release', 'daily']) ?? 'release';
}

/** A Grafana to push to. */
export interface GrafanaTarget {
  /** Without a slash at its end. */
  readonly url: string;
  /** Behind a function, so that no message shows it by accident. */
  readonly token: () => string;
  readonly folderUid: string | null;
}

/** `--import`; null without it. The token comes from a variable or a file alone. @throws UserError where it is missing. */
export function readGrafanaTarget(settings: Settings, env: Env): GrafanaTarget | null {
  const given = text(settings, 'import');
  if (given === undefined) return null;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new UserError('--import is no http address', 'Write --import like https://grafana.example.org.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new UserError(
      '--import holds a user or a password, which other users of this machine could read',
      'Give a token of a service account in GRAFANA_TOKEN, or in a file with --token-file.',
    );
  }
  const file = text(settings, 'tokenFile');
  const token = (
    file === undefined ? (env['GRAFANA_TOKEN'] ?? '') : fileBytes(placeOf(settings, 'tokenFile'), file).toString('utf8')
  ).trim();
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new UserError(
      `there is no token for Grafana in ${file === undefined ? 'GRAFANA_TOKEN' : 'the file of --token-file'}`,
      'Make a service account with the role Editor, and give its token in GRAFANA_TOKEN or --token-file FILE.',
    );
  }
  return { url: url.href.replace(/\/+$/, ''), token: () => token, folderUid: text(settings, 'folder') ?? null };
}

/** The id of a dashboard in Grafana: at most 40 letters, the same for the same service. */
export function dashboardUid(view: string, service: string | null): string {
  if (service === null) return `canary-verdict-${view}`;
  const plain = service.replaceAll(/[^\w-]/g, '-').slice(0, 18);
  const hash = createHash('sha256').update(service).digest('hex').slice(0, 6);
  return `cv-${view}-${plain === service ? plain : `${plain}-${hash}`}`;
}

/** What an alert needs besides: how counters are named, and how long Moira keeps them. */
export function readCounters(settings: Settings, usualMetric: string) {
  return {
    metric: text(settings, 'metric') ?? usualMetric,
    metricsTtlSeconds: (readDuration(settings, 'metricsTtl') ?? 3_600_000) / 1000,
  };
}
