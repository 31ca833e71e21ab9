import { judgeSeries } from '../../src/core/judgement.js';
import { buildReport } from '../../src/core/build-report.js';
import type { Report } from '../../src/core/report.js';
import { DEFAULT_RULE } from '../../src/core/rule.js';
import type { Series } from '../../src/core/series.js';

// prettier-ignore
const BEFORE = [
  4, 3, 5, 4, 2, 6, 4, 3, 4, 5, 3, 4, 6, 2, 4, 5, 4, 3, 7, 4, 5, 3, 4, 4, 2, 5, 4, 6, 3, 4,
  5, 4, 3, 4, 5, 2, 4, 6, 4, 3, 5, 4, 4, 3, 5, 4, 7, 3, 4, 2, 5, 4, 4, 3, 6, 4, 5, 3, 4, 4,
];
const AFTER = [9, 12, 15, 14, 18, 16, 21, 19, 17, 20];
// prettier-ignore
const LOOKS = [
  2, 3, 4,  3, 4, 5,  5, 4, 6,  4, 5, 5,  6, 5, 7,  6, 4, 6,  7, 6, 8,  6, 7, 6,  5, 6, 6,  7, 6, 7,
];

const RELEASE_MS = Date.UTC(2026, 2, 12, 14, 5);
const BUCKET_MS = 30_000;

/** A release that makes payments fail four times as often, judged by the real rule. */
export function badRelease(): Report {
  const pair = {
    bucketSeconds: BUCKET_MS / 1000,
    exposureRatio: 1,
    before: seriesOf(BEFORE),
    after: seriesOf(AFTER),
    fineAfter: { bucketSeconds: 10, errors: LOOKS },
  };
  return buildReport({
    version: '0.1.0',
    judgement: judgeSeries(pair, DEFAULT_RULE),
    pair,
    service: 'payments',
    windows: {
      releaseMs: RELEASE_MS,
      bucketMs: BUCKET_MS,
      before: { fromMs: RELEASE_MS - BEFORE.length * BUCKET_MS, toMs: RELEASE_MS },
      after: { fromMs: RELEASE_MS, toMs: RELEASE_MS + AFTER.length * BUCKET_MS },
    },
    source: {
      kind: 'clickhouse',
      name: 'clickhouse:8123',
      table: 'otel.otel_logs',
      layout: 'otel',
      serverVersion: '25.8.1',
      level: 'ERROR',
      canary: [],
      stable: [],
    },
    query: { sql: 'SELECT …', parameters: {}, rowsRead: 41_312, bytesRead: 1_200_000, elapsedMs: 18 },
    exitCode: 10,
    reproduce:
      'canary-verdict judge --service payments --released-at 2026-03-12T14:05:00Z --before 30m --wait 5m --url http://clickhouse:8123',
    durationMs: 214,
  });
}

function seriesOf(errors: readonly number[]): Series {
  return { errors, lines: errors.map((count, index) => 560 + count + ((index * 37) % 40)) };
}
