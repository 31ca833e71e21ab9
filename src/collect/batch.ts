import { COLLECTOR_SERVICE } from '../core/lost-counters.js';
import type { Row } from './counts.js';

/** What was counted in one interval: written as a whole or not at all. */
export interface Batch {
  /** Tells the server which batch this is, so that one that is sent again does not count again. */
  readonly token: string;
  /** End of the interval, epoch seconds: what is stamped 12:00:30 came before. */
  readonly endSeconds: number;
  readonly rows: readonly Row[];
}

/** Counters that nobody knows of any more without this batch: those that it counted, and those that it says were lost before. */
export function countersIn({ rows }: Batch): number {
  const ofRow = ({ service, level, count, heard }: Row): number => {
    if (service !== COLLECTOR_SERVICE) return heard;
    return level === 'ERROR' ? count : 0;
  };
  return rows.reduce((sum, row) => sum + ofRow(row), 0);
}

/** A batch as it lies on disk. */
export function batchText(batch: Batch): string {
  return `${JSON.stringify(batch)}\n`;
}

/** A batch as it lay on disk; null for a file that is none of ours or was cut off. */
export function parseBatch(text: string): Batch | null {
  try {
    const value: unknown = JSON.parse(text);
    return isBatch(value) ? value : null;
  } catch {
    return null;
  }
}

function isBatch(value: unknown): value is Batch {
  if (typeof value !== 'object' || value === null) return false;
  if (!('token' in value && 'endSeconds' in value && 'rows' in value)) return false;
  const { token, endSeconds, rows } = value;
  return typeof token === 'string' && Number.isInteger(endSeconds) && Array.isArray(rows) && rows.every(isRow);
}

function isRow(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null) return false;
  const text = (key: string): boolean => typeof Reflect.get(value, key) === 'string';
  const whole = (key: string): boolean => Number.isSafeInteger(Reflect.get(value, key));
  return ['service', 'level', 'host', 'version'].every(text) && ['count', 'heard'].every(whole);
}
