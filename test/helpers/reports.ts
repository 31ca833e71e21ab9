import { judgeSeries } from '../../src/core/judgement.js';
import { buildReport, type ReportParts } from '../../src/core/build-report.js';
import type { Report } from '../../src/core/report.js';
import { DEFAULT_RULE, type Rule } from '../../src/core/rule.js';
import type { Control, Count, FineSeries, Series, SeriesPair } from '../../src/core/series.js';
import type { ReportedFinding } from '../../src/core/verdict.js';

export const RELEASE_MS = Date.UTC(2026, 2, 1, 12, 0);
const BUCKET_MS = 30_000;
const LOOK_SECONDS = 10;

/** What a test changes about a run. */
interface Changes {
  readonly rule?: Partial<Rule>;
  readonly exposureRatio?: number;
  readonly observed?: readonly ReportedFinding[];
  readonly fineAfter?: FineSeries;
  readonly control?: Control;
  /** A recorded series without a clock. */
  readonly recorded?: boolean;
  readonly parts?: Partial<ReportParts>;
}

/** The report of two windows of 30 s buckets, judged by the real rule; 100 lines a bucket where there are data. */
export function reportOf(before: readonly Count[], after: readonly Count[], changes: Changes = {}): Report {
  const pair: SeriesPair = {
    bucketSeconds: 30,
    exposureRatio: changes.exposureRatio ?? 1,
    before: seriesOf(before),
    after: seriesOf(after),
    ...(changes.fineAfter && { fineAfter: changes.fineAfter }),
    ...(changes.control && { control: changes.control }),
  };
  const judgement = judgeSeries(pair, { ...DEFAULT_RULE, ...changes.rule }, changes.observed);
  return buildReport({
    version: '0.1.0',
    judgement,
    pair,
    service: 'payments',
    windows: changes.recorded === true ? null : windowsOf(before.length, after.length, changes.fineAfter),
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

/** What a test changes about a run that ended early. */
interface EarlyChanges {
  /** Errors a look of the stable instances, which have four times the canary's traffic. */
  readonly stable?: readonly number[];
  readonly lookSeconds?: number;
}

/**
 * The report of a live run that an early rollback ended after these looks: only whole buckets are in its series.
 */
export function endedEarly(
  before: readonly Count[],
  looks: readonly number[],
  { stable, lookSeconds = LOOK_SECONDS, ...changes }: Changes & EarlyChanges = {},
): Report {
  const control = stable && {
    after: seriesOf(wholeBuckets(stable, lookSeconds)),
    fineAfter: { bucketSeconds: lookSeconds, errors: stable },
    exposureRatio: 0.25,
  };
  const durationMs = looks.length * lookSeconds * 1000 + 840;
  return reportOf(before, wholeBuckets(looks, lookSeconds), {
    fineAfter: { bucketSeconds: lookSeconds, errors: looks },
    ...(control && { control }),
    ...changes,
    parts: { durationMs, ...changes.parts },
  });
}

function wholeBuckets(looks: readonly number[], lookSeconds: number): readonly number[] {
  const each = BUCKET_MS / 1000 / lookSeconds;
  return Array.from({ length: Math.floor(looks.length / each) }, (_, index) =>
    looks.slice(index * each, (index + 1) * each).reduce((sum, count) => sum + count, 0),
  );
}

/** 100 lines in each bucket that has data. */
export function seriesOf(errors: readonly Count[]): Series {
  return { errors, lines: errors.map(linesBeside) };
}

function linesBeside(errors: Count): Count {
  return errors === null ? null : 100;
}

function windowsOf(before: number, after: number, fine?: FineSeries): ReportParts['windows'] {
  const afterMs = Math.max(after * BUCKET_MS, fine === undefined ? 0 : fine.errors.length * fine.bucketSeconds * 1000);
  return {
    releaseMs: RELEASE_MS,
    bucketMs: BUCKET_MS,
    before: { fromMs: RELEASE_MS - before * BUCKET_MS, toMs: RELEASE_MS },
    after: { fromMs: RELEASE_MS, toMs: RELEASE_MS + afterMs },
  };
}

/** The pattern over and over, to a length. */
export function repeated(pattern: readonly Count[], length: number): readonly Count[] {
  return Array.from({ length }, (_, index) => pattern[index % pattern.length] ?? null);
}
