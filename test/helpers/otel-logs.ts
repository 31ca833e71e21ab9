import { createOtelLogs } from '../../src/demo/otel-logs-table.js';

export { createOtelLogs };

/** A handful of equal lines: enough to write a test's data down so that a person can count them. */
export interface LogLines {
  readonly atMs: number;
  readonly service: string;
  /** Text as the application wrote it; default `INFO`. */
  readonly level?: string;
  /** OpenTelemetry severity number; default: 9 for INFO, 17 for ERROR, 21 for FATAL, else 0. */
  readonly severityNumber?: number;
  readonly host?: string;
  readonly version?: string;
  readonly resource?: Readonly<Record<string, string>>;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How many of them; default 1. */
  readonly count?: number;
}

const NUMBERS: Readonly<Record<string, number>> = { TRACE: 1, DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17, FATAL: 21 };

/** The statement that inserts lines into a table made by {@link createOtelLogs}. */
export function insertOtelLogs(lines: readonly LogLines[], table = 'otel_logs'): string {
  const rows = lines.map((line) => {
    const level = line.level ?? 'INFO';
    const resource = {
      'service.name': line.service,
      ...(line.host !== undefined && { 'host.name': line.host }),
      ...(line.version !== undefined && { 'service.version': line.version }),
      ...line.resource,
    };
    return `(${[
      line.atMs,
      text(line.service),
      text(level),
      line.severityNumber ?? NUMBERS[level] ?? 0,
      text(line.body ?? 'a line'),
      map(resource),
      map(line.attributes ?? {}),
      line.count ?? 1,
    ].join(', ')})`;
  });
  const shape =
    'ms Int64, service String, level String, number UInt8, body String, resource Map(String, String), attributes Map(String, String), n UInt32';
  return `INSERT INTO ${table} (Timestamp, ServiceName, SeverityText, SeverityNumber, Body, ResourceAttributes, LogAttributes)
SELECT fromUnixTimestamp64Milli(ms), service, level, number, body, resource, attributes
FROM values(${text(shape)}, ${rows.join(',\n')}) ARRAY JOIN range(n) AS i`;
}

/** The statement that fills the table evenly: `rows` lines of `services` services over the span, one in 50 an ERROR. */
export function fillOtelLogs(
  { rows, services, fromMs, toMs }: { rows: number; services: number; fromMs: number; toMs: number },
  table = 'otel_logs',
): string {
  return `INSERT INTO ${table} (Timestamp, ServiceName, SeverityText, SeverityNumber, Body, ResourceAttributes)
SELECT
  fromUnixTimestamp64Milli(toInt64(${fromMs} + intDiv(number * ${toMs - fromMs}, ${rows}))),
  concat('service-', toString(cityHash64(number) % ${services})) AS service,
  if(cityHash64(number, 1) % 50 = 0, 'ERROR', 'INFO') AS level,
  if(level = 'ERROR', 17, 9),
  concat('line ', toString(number)),
  map('service.name', service, 'host.name', concat('host-', toString(cityHash64(number, 2) % 4)))
FROM numbers(${rows})`;
}

function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function map(entries: Readonly<Record<string, string>>): string {
  return `map(${Object.entries(entries)
    .flatMap(([key, value]) => [text(key), text(value)])
    .join(', ')})::Map(String, String)`;
}
