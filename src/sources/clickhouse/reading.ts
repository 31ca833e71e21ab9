import type { BucketCount, SideCount } from '../../core/coverage.js';
import { isSeverity, SEVERITY_NUMBER, type Level } from '../../core/levels.js';
import type { Windows } from '../../core/window.js';
import type { Selection } from '../settings.js';
import type { Reading, Surroundings, VersionSeen } from '../source.js';
import { isTrue, countOfLines, textValue, wholeNumber, type Answer, type Row } from './answer.js';
import type { Layout } from './layouts/layout.js';
import type { Query } from './sql.js';

/** Lines of one bucket that are alike. */
interface Kind {
  readonly isCanary: boolean;
  readonly isStable: boolean;
  readonly severity: number;
  /** Not whole where rows stand for parts of lines. */
  readonly lines: number;
  /** How often somebody was heard; null where each line, and nothing else, is a sign of life. */
  readonly heard: number | null;
  readonly newestMs: number;
}

/**
 * Reads the rows of a reading, which this layout's query brought. Null in place of a bucket is a line without a readable
 * time; a quicker layout tells of the rows that it fails to count.
 */
export function readingOf(
  answer: Answer,
  query: Query,
  layout: Pick<Layout, 'severityOf' | 'heard'>,
  { level, stable = [] }: Selection,
  { before, bucketMs }: Windows,
): Reading | 'bad-times' | 'failed' {
  if (answer.rows.some((row) => isTrue(row['is_failed']))) return 'failed';
  const kindsByBucket = new Map<number, Kind[]>();
  for (const row of answer.rows) {
    if (row['bucket_index'] === null) return 'bad-times';
    const index = wholeNumber(row['bucket_index']);
    kindsByBucket.set(index, [...(kindsByBucket.get(index) ?? []), kindOf(row, layout)]);
  }
  const sideOf = (kinds: readonly Kind[]) => countOf(kinds, level, layout.heard !== undefined);
  function bucketOf(index: number, kinds: readonly Kind[]): BucketCount {
    const canary = kinds.filter(({ isCanary }) => isCanary);
    const service = sideOf(kinds);
    return {
      startMs: before.fromMs + index * bucketMs,
      ...sideOf(canary),
      serviceLines: service.lines,
      ...(service.heard !== undefined && { serviceHeard: service.heard }),
      ...(stable.length > 0 && { stable: sideOf(kinds.filter(({ isStable, isCanary }) => isStable && !isCanary)) }),
    };
  }
  const all = [...kindsByBucket.values()].flat();
  const { rowsRead, bytesRead, elapsedMs } = answer;
  return {
    buckets: [...kindsByBucket].map(([index, kinds]) => bucketOf(index, kinds)),
    newestMs: newestOf(all.filter(({ isCanary, lines, heard }) => isCanary && (lines > 0 || (heard ?? 0) > 0))),
    newestOfServiceMs: newestOf(all),
    query: { ...query, rowsRead, bytesRead, elapsedMs },
  };
}

/** A row without a side is the canary's, as every row is where no side was named; a row without a level has none. */
function kindOf(row: Row, { severityOf, heard }: Pick<Layout, 'severityOf' | 'heard'>): Kind {
  // Throws for what is none, because one count below zero would hide others.
  countOfLines(row['least_count'] ?? 0);
  return {
    isCanary: !('is_canary_line' in row) || isTrue(row['is_canary_line']),
    isStable: isTrue(row['is_stable_line']),
    severity: severityOf(textValue(row['level_said'] ?? '')),
    lines: countOfLines(row['line_count']),
    heard: heard === undefined ? null : countOfLines(row['times_heard']),
    newestMs: wholeNumber(row['newest_ms']),
  };
}

function countOf(kinds: readonly Kind[], level: Level, tellsHeard: boolean): SideCount {
  const isError = ({ severity }: Kind) => severity >= SEVERITY_NUMBER[level];
  const lines = sum(kinds.map((kind) => kind.lines));
  return {
    errors: sum(kinds.filter(isError).map((kind) => kind.lines)),
    lines,
    recognised: sum(kinds.filter(({ severity }) => isSeverity(severity)).map((kind) => kind.lines)),
    // One counter may stand for many lines.
    ...(tellsHeard && { heard: Math.max(lines, sum(kinds.map(({ heard }) => heard ?? 0))) }),
  };
}

/** Rounded at the end, because rows may stand for parts of lines. */
function sum(counts: readonly number[]): number {
  return Math.round(counts.reduce((all, count) => all + count, 0));
}

function newestOf(kinds: readonly Kind[]): number | null {
  return kinds.length === 0
    ? null
    : kinds.reduce((newest, { newestMs }) => Math.max(newest, newestMs), Number.MIN_SAFE_INTEGER);
}

/** Reads the rows of a census. */
export function censusOf({ rows }: Answer): readonly VersionSeen[] {
  return rows.map((row) => ({
    version: textValue(row['service_version']),
    firstMs: wholeNumber(row['first_ms']),
    lines: wholeNumber(row['version_lines']),
    instances: wholeNumber(row['version_instances']),
  }));
}

/** Reads the rows of the surroundings. */
export function surroundingsOf({ rows }: Answer): Surroundings {
  const [first] = rows;
  return {
    newestMs: first === undefined ? null : wholeNumber(first['newest_ms']),
    services: rows.map(({ logging_service: service }) => textValue(service)).filter((service) => service !== ''),
  };
}
