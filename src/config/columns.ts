import type { ColumnNames } from '../sources/settings.js';

/** What a column can mean. */
export const COLUMN_MEANINGS = [
  'time',
  'level',
  'service',
  'host',
  'version',
  'message',
] as const satisfies readonly (keyof ColumnNames)[];
