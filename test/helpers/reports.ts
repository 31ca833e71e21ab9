import { judgeSeries } from '../../src/core/judgement.js';
import { buildReport, type Report, type ReportParts } from '../../src/core/report.js';
import { DEFAULT_RULE, type Rule } from '../../src/core/rule.js';
import type { Count, SeriesPair } from '../../src/core/series.js';
import type { Finding } from '../../src/core/verdict.js';

export const RELEASE_MS = Date.UTC(2026, 2, 1, 12, 0);

/** What a test changes about a run. */
interface Changes {
  readonly rule?: Partial<Rule>;
  readonly exposureRatio?: number;
  readonly observed?: readonly Finding[];
  /** A recorded series without a clock. */
  readonly recorded?: boolean;
  readonly parts?: Partial<ReportParts>;
}

/** The report of two windows of 30 s buckets, judged by the real rule; 100 lines a bucket where there are data. */
export function reportOf(before: readonly Count[], after: readonly Count[], changes: Changes = {}): Report {
  const pair: SeriesPair = {
    bucketSeconds: 30,
    exposureRatio: changes.exposureRatio ?? 1,
    before: { errors: before, lines: before.map(linesBeside) },
    after: { errors: after, lines: after.map(linesBeside) },
  };
  const judgement = judgeSeries(pair, { ...DEFAULT_RULE, ...changes.rule }, changes.observed);
  return buildReport({
    version: '0.1.0',
    judgement,
    pair,
    service: 'payments',
    windows: changes.recorded === true ? null : windowsOf(before.length, after.length),
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
    query: { sql: 'SELECT 1', parameters: { service: 'payments' }, rowsRead: 7070, bytesRead: 80_000, elapsedMs: 12 },
    exitCode: { pass: 0, rollback: 10, inconclusive: 20 }[judgement.verdict],
    reproduce: 'canary-verdict judge --service payments --released-at 2026-03-01T12:00:00Z --before 30m --wait 5m',
    durationMs: 301_234,
    ...changes.parts,
  });
}

function linesBeside(errors: Count): Count {
  return errors === null ? null : 100;
}

function windowsOf(before: number, after: number): ReportParts['windows'] {
  const bucketMs = 30_000;
  return {
    releaseMs: RELEASE_MS,
    bucketMs,
    before: { fromMs: RELEASE_MS - before * bucketMs, toMs: RELEASE_MS },
    after: { fromMs: RELEASE_MS, toMs: RELEASE_MS + after * bucketMs },
  };
}

/** The pattern over and over, to a length. */
export function repeated(pattern: readonly Count[], length: number): readonly Count[] {
  return Array.from({ length }, (_, index) => pattern[index % pattern.length] ?? null);
}
