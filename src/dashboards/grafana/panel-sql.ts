import { DUE_LINES_OF_A_HOLE } from '../../core/coverage.js';
import type { Level } from '../../core/levels.js';
import { LINE_MS, type Layout } from '../../sources/clickhouse/layouts/layout.js';
import type { Binder } from '../../sources/clickhouse/sql.js';
import { definitionsOf, linesOf } from '../../sources/clickhouse/query.js';
import type { Selector } from '../../sources/settings.js';
import { levelSql } from './level-sql.js';
import { CHOSEN_SERVICE, createInliner, RANGE, type Placeholders } from './placeholders.js';

/** What the panels count, and how. */
export interface PanelSubject {
  /** Null for the one that is chosen in the dashboard. */
  readonly service: string | null;
  readonly level: Level;
  /** Only these instances, and only this environment; empty for all. */
  readonly selectors: readonly Selector[];
  readonly bucketSeconds: number;
  /** How long before it a bucket, or the release, is compared with. */
  readonly beforeSeconds: number;
  /** How long after the release the release is judged. */
  readonly waitSeconds: number;
  readonly sensitivity: number;
  readonly isPlain: boolean;
}

/** The names of the series, which are what a panel shows. */
export const SERIES = { errors: 'errors', lines: 'lines of any level' } as const;

/** Of the reference line. */
export function limitSeries({ sensitivity }: Pick<PanelSubject, 'sensitivity'>): string {
  return `median × ${sensitivity}`;
}

const FROM = 'toUnixTimestamp($__fromTime)';
const TO = 'toUnixTimestamp($__toTime)';
const LINE_SECONDS = `intDiv(assumeNotNull(${LINE_MS}), 1000)`;
const CHOSEN = '${service:sqlstring}';

/** The text box of the release; where it is empty, the release was so long ago that it could be judged now. */
const RELEASE = "ifNull(toUnixTimestamp(parseDateTimeBestEffortOrNull(${released_at:sqlstring}, 'UTC')), ";

/**
 * Errors a bucket on the grid of a release, against the level of the time before it × sensitivity: `time`, the errors, the
 * limit. Reads from so long before the release to the end of the dashboard's range.
 */
export function releaseSql(layout: Layout, subject: PanelSubject): string {
  const { bucketSeconds, beforeSeconds, waitSeconds } = subject;
  const release = `${RELEASE}${TO} - ${waitSeconds})`;
  // Whole buckets before the release, so that one begins with it.
  const seconds = Math.ceil(beforeSeconds / bucketSeconds) * bucketSeconds;
  const from = `(${release} - ${seconds})`;
  const counts = countsSql(layout, subject, { fromSeconds: from, toSeconds: TO, service: CHOSEN });
  return `SELECT
  toDateTime(start_s) AS time,
  errors AS ${quoted(SERIES.errors)},
  ${subject.sensitivity} * ${levelSql('usual', subject.isPlain)} AS ${quoted(limitSeries(subject))}
FROM (
  SELECT start_s, errors, groupArrayIf(errors, start_s < ${release}) OVER () AS usual
  FROM (
    ${indented(counts, 4)}
  )
)
ORDER BY time`;
}

/**
 * Errors a bucket against the level of the time before each × sensitivity: `time`, the errors, the limit. Over a long range
 * several buckets become one point, the mean of theirs, so that the numbers stay errors a bucket.
 */
export function dailySql(layout: Layout, subject: PanelSubject): string {
  const { bucketSeconds, beforeSeconds } = subject;
  const from = `(intDiv(${FROM}, ${bucketSeconds}) * ${bucketSeconds} - ${beforeSeconds})`;
  const counts = countsSql(layout, subject, { fromSeconds: from, toSeconds: TO, service: CHOSEN });
  const step = `greatest(${bucketSeconds}, intDiv($__interval_ms, 1000))`;
  return `SELECT
  toDateTime(intDiv(start_s, ${step}) * ${step}) AS time,
  avg(errors) AS ${quoted(SERIES.errors)},
  ${subject.sensitivity} * avg(usual_errors) AS ${quoted(limitSeries(subject))}
FROM (
  SELECT start_s, errors, ${levelSql('usual', subject.isPlain)} AS usual_errors
  FROM (
    SELECT start_s, errors, groupArray(errors) OVER (ORDER BY start_s RANGE BETWEEN ${beforeSeconds} PRECEDING AND 1 PRECEDING) AS usual
    FROM (
      ${indented(counts, 6)}
    )
  )
)
WHERE start_s >= ${FROM}
GROUP BY time
ORDER BY time`;
}

/** Lines of any level a bucket, which tell whether anybody was there to fail: `time`, the lines. */
export function linesSql(layout: Layout, subject: PanelSubject): string {
  const { bucketSeconds } = subject;
  const binder = createInliner({ fromSeconds: FROM, toSeconds: TO, service: CHOSEN });
  const step = `greatest(${bucketSeconds}, intDiv($__interval_ms, 1000))`;
  return `${definitionsOf(layout)}SELECT
  toDateTime(intDiv(${LINE_SECONDS}, ${step}) * ${step}) AS time,
  ${linesOf(layout)()} * ${bucketSeconds} / ${step} AS ${quoted(SERIES.lines)}
FROM ${fromOf(layout, subject, binder)}
WHERE ${whereOf(layout, subject, binder)}
GROUP BY time
ORDER BY time`;
}

/** The services that logged in the dashboard's range, most lines first; null where rows do not say. */
export function servicesSql(layout: Layout): string | null {
  if (layout.serviceName === null) return null;
  const binder = createInliner({ fromSeconds: FROM, toSeconds: TO, service: CHOSEN });
  return `${definitionsOf(layout)}SELECT ${layout.serviceName} AS logging_service
FROM ${layout.from(binder, RANGE)}
WHERE ${layout.during(RANGE, binder)}
GROUP BY logging_service
HAVING logging_service != ''
ORDER BY ${linesOf(layout)()} DESC
LIMIT 500`;
}

/**
 * One row a bucket from the first line to the last, `start_s` and `errors`: zero where nothing went wrong, null in a silence
 * that is no zero. A bucket begins with the range, and the last one is left out while it lasts.
 */
function countsSql(layout: Layout, subject: PanelSubject, range: Placeholders): string {
  const { bucketSeconds, level } = subject;
  const binder = createInliner(range);
  const inside = `${definitionsOf(layout)}SELECT
  intDiv(${LINE_SECONDS} - ${range.fromSeconds}, ${bucketSeconds}) * ${bucketSeconds} + ${range.fromSeconds} AS start_s,
  toNullable(${linesOf(layout)(layout.errors(level, binder, RANGE))}) AS found,
  ${linesOf({ weight: layout.heard ?? layout.weight })()} AS heard
FROM ${fromOf(layout, subject, binder)}
WHERE ${whereOf(layout, subject, binder)}
GROUP BY start_s
HAVING start_s + ${bucketSeconds} <= ${range.toSeconds}
ORDER BY start_s WITH FILL STEP ${bucketSeconds}`;
  const silence = `minIf(start_s, heard > 0) OVER (ORDER BY start_s ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) - maxIf(start_s, heard > 0) OVER (ORDER BY start_s ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
  return `SELECT start_s,
  if(heard = 0 AND (silence / ${bucketSeconds} - 1) * mean_heard >= ${DUE_LINES_OF_A_HOLE}, NULL, ifNull(found, 0)) AS errors
FROM (
  SELECT start_s, found, heard, avg(heard) OVER () AS mean_heard,
    ${silence} AS silence
  FROM (
    ${indented(inside, 4)}
  )
)`;
}

function fromOf(layout: Layout, { service }: PanelSubject, binder: Binder): string {
  return layout.from(binder, RANGE, service ?? CHOSEN_SERVICE);
}

/** The rows that count: of the service, of the chosen instances, in the range. */
function whereOf(layout: Layout, { service, selectors }: PanelSubject, binder: Binder): string {
  const ofService = layout.ofService(service ?? CHOSEN_SERVICE, binder, RANGE);
  return [
    ...(ofService === null ? [] : [ofService]),
    ...(selectors.length === 0 ? [] : [layout.selected(selectors, binder, RANGE)]),
    layout.during(RANGE, binder),
  ].join('\n  AND ');
}

function quoted(name: string): string {
  return `"${name}"`;
}

function indented(sql: string, spaces: number): string {
  return sql.replaceAll('\n', `\n${' '.repeat(spaces)}`);
}
