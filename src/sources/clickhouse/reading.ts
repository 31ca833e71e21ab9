import { heardOf, type SideCount } from '../../core/coverage.js';
import type { Windows } from '../../core/window.js';
import type { Reading, Surroundings, VersionSeen } from '../source.js';
import { countOfLines, textValue, wholeNumber, type Answer } from './answer.js';
import type { Query } from './sql.js';

/** Reads the rows of a reading; null in place of a bucket is a line without a readable time. */
export function readingOf(answer: Answer, query: Query, { before, bucketMs }: Windows): Reading | 'bad-times' {
  if (answer.rows.some(({ bucket_index: index }) => index === null)) return 'bad-times';
  const buckets = answer.rows.map((row) => ({
    startMs: before.fromMs + wholeNumber(row['bucket_index']) * bucketMs,
    ...sideOf(row, 'selected', 'error_lines'),
    recognised: countOfLines(row['recognised_lines']),
    serviceLines: countOfLines(row['service_lines']),
    ...('service_heard' in row && { serviceHeard: heardOf(sideOf(row, 'service', 'error_lines')) }),
    ...('stable_lines' in row && { stable: sideOf(row, 'stable', 'stable_error_lines') }),
  }));
  const newest = (name: string, rows: Answer['rows']) =>
    rows.length === 0
      ? null
      : rows.reduce((most, row) => Math.max(most, wholeNumber(row[name])), Number.MIN_SAFE_INTEGER);
  const { rowsRead, bytesRead, elapsedMs } = answer;
  return {
    buckets,
    newestMs: newest(
      'newest_ms',
      answer.rows.filter((row) => heardOf(sideOf(row, 'selected', 'error_lines')) > 0),
    ),
    newestOfServiceMs: newest('newest_of_service_ms', answer.rows),
    query: { ...query, rowsRead, bytesRead, elapsedMs },
  };
}

/** What a row says of one side. */
function sideOf(row: Answer['rows'][number], side: string, errors: string): SideCount {
  const lines = countOfLines(row[`${side}_lines`]);
  const counts = { errors: countOfLines(row[errors]), lines };
  // One counter may stand for many lines.
  return `${side}_heard` in row ? { ...counts, heard: Math.max(lines, countOfLines(row[`${side}_heard`])) } : counts;
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
