import { LINE, LINES } from '../layout-lines.js';
import { ERRORS_BY_HAND, instant, type LayoutTable } from './layout-table.js';

/** A table of somebody's own, recognised by the names of its columns. */
export const APP_LOGS: LayoutTable = {
  table: 'app_logs',
  layout: 'columns',
  service: 'service-7',
  create: [
    `CREATE TABLE app_logs (timestamp DateTime64(6), level LowCardinality(String), service LowCardinality(String), host LowCardinality(String), message String)
    ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (service, timestamp)`,
  ],
  fill: [
    `INSERT INTO app_logs SELECT fromUnixTimestamp64Micro(${LINE.us}), ${LINE.severityText}, ${LINE.service}, ${LINE.host}, 'a line' FROM ${LINES}`,
  ],
  byHand: ({ before, after }) => ({
    ms: 'toUnixTimestamp64Milli(timestamp)',
    isError: `lower(level) IN (${ERRORS_BY_HAND})`,
    isRecognised: `lower(level) IN ('info', ${ERRORS_BY_HAND})`,
    where: `service = 'service-7' AND timestamp >= ${instant(before.fromMs)} AND timestamp < ${instant(after.toMs)}`,
  }),
};
