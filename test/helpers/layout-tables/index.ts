import { CLICKSTACK } from './clickstack.js';
import { APP_LOGS } from './columns.js';
import { COUNTS_BY_METRIC, GRAPHITE, LOG_COUNTS, OTEL_METRICS_SUM } from './counters.js';
import { GIGAPIPE } from './gigapipe.js';
import type { LayoutTable } from './layout-table.js';
import { OTEL_GENERATIONS } from './otel-logs.js';
import { POSTHOG } from './posthog.js';
import { SIGNOZ } from './signoz.js';
import { TEXT_LOG } from './text-log.js';
import { UPTRACE } from './uptrace.js';

/** A table of every layout, and several where producers changed theirs. */
export const LAYOUT_TABLES: readonly LayoutTable[] = [
  ...OTEL_GENERATIONS,
  CLICKSTACK,
  SIGNOZ,
  ...GIGAPIPE,
  UPTRACE,
  POSTHOG,
  TEXT_LOG,
  OTEL_METRICS_SUM,
  GRAPHITE,
  COUNTS_BY_METRIC,
  LOG_COUNTS,
  APP_LOGS,
];
