import type { ColumnNames } from '../../settings.js';
import { bareType, canBeTime } from './times.js';
import type { Column } from './facts.js';

export type Meaning = keyof ColumnNames;

/** Names met in the wild by what they mean, in lower case, the likeliest first. */
const NAMES = {
  time: [
    'timestamp',
    '@timestamp',
    'ts',
    'time',
    'datetime',
    'date_time',
    'event_time',
    'eventtime',
    'log_time',
    'logtime',
    '@t',
    'date',
    't',
  ],
  level: [
    'level',
    'severity',
    'lvl',
    'loglevel',
    'log_level',
    'log.level',
    'severity_text',
    'severitytext',
    'levelname',
    'level_name',
    '@l',
    'severity_number',
    'severitynumber',
  ],
  service: [
    'service',
    'service_name',
    'servicename',
    'service.name',
    'app',
    'application',
    'app_name',
    'appname',
    'application_name',
    'program',
    'container_name',
    'kubernetes.container_name',
  ],
  host: [
    'host',
    'hostname',
    'host_name',
    'host.name',
    'instance',
    'pod',
    'pod_name',
    'podname',
    'k8s.pod.name',
    'node',
    'server',
  ],
  version: ['version', 'service_version', 'service.version', 'release', 'app_version', 'appversion', 'build'],
  message: ['body', 'message', 'msg', 'log', 'text', '@m'],
} as const satisfies Record<Meaning, readonly string[]>;

/** The column of each meaning: as named, else by its name; what is not there is absent. */
export function recognise(columns: readonly Column[], named: ColumnNames): ColumnNames {
  const found: { -readonly [key in Meaning]?: string } = {};
  for (const meaning of MEANINGS) {
    const name = named[meaning] ?? byName(columns, meaning);
    if (name !== undefined) found[meaning] = name;
  }
  return found;
}

const MEANINGS = ['time', 'level', 'service', 'host', 'version', 'message'] as const satisfies readonly Meaning[];

function byName(columns: readonly Column[], meaning: Meaning): string | undefined {
  const fitting = columns.filter(({ type }) => (meaning === 'time' ? canBeTime(type) : isScalar(type)));
  for (const likely of NAMES[meaning]) {
    const column = fitting.find(({ name }) => name.toLowerCase() === likely);
    if (column !== undefined) return column.name;
  }
  return undefined;
}

function isScalar(type: string): boolean {
  return /^(String|FixedString|Enum|U?Int|Bool|UUID|IPv)/.test(bareType(type));
}
