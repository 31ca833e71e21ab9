import type { Batch } from './batch.js';
import type { Row } from './counts.js';

/** A shape of table that batches are written to. */
export interface Target {
  readonly columns: readonly [string, ...string[]];
  rowsOf(batch: Batch): readonly Readonly<Record<string, string | number>>[];
}

/** The table that --create-table makes. */
export const COUNTS_TABLE: Target = {
  columns: ['time', 'service', 'level', 'host', 'version', 'count', 'heard'],
  rowsOf: ({ endSeconds, rows }) =>
    rows.map(({ service, level, host, version, count, heard }) => ({
      time: endSeconds,
      service,
      level,
      host,
      version,
      count,
      heard,
    })),
};

/**
 * An existing table of carbon-clickhouse. It keeps one value for each path and time, the newest, so that what shares a path is added
 * up here, and a batch that is sent again replaces itself.
 */
export function graphiteTable(pathTemplate: string): Target {
  return {
    columns: ['Path', 'Value', 'Time', 'Date', 'Timestamp'],
    rowsOf({ endSeconds, rows }) {
      const values = new Map<string, number>();
      for (const row of rows) {
        const path = pathOf(pathTemplate, row);
        values.set(path, (values.get(path) ?? 0) + row.count);
      }
      const day = new Date(endSeconds * 1000).toISOString().slice(0, 10);
      return [...values].map(([Path, Value]) => ({
        Path,
        Value,
        Time: endSeconds,
        Date: day,
        Timestamp: endSeconds,
      }));
    },
  };
}

function pathOf(template: string, row: Row): string {
  return template.replaceAll(/(?<![A-Za-z])(SERVICE|LEVEL|HOST|VERSION)(?![A-Za-z])/g, (place) => {
    switch (place) {
      case 'LEVEL':
        return row.level;
      case 'HOST':
        return inPath(row.host);
      case 'VERSION':
        return inPath(row.version);
      default:
        return row.service;
    }
  });
}

/** A dot would make two parts of one. */
function inPath(text: string): string {
  return text === '' ? 'unknown' : text.replaceAll('.', '_');
}
