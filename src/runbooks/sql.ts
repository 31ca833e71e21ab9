/** Queries that more than one runbook asks for. `releasedAt` is `release.at` of the report; the others are its `query.parameters`. */

/** Both bounds on the first part of the sorting key too: a bare `Timestamp` reads the whole table. */
const DURING = `toStartOfFiveMinutes(Timestamp) >= toStartOfFiveMinutes(fromUnixTimestamp64Milli({from:Int64}))
  AND toStartOfFiveMinutes(Timestamp) <= toStartOfFiveMinutes(fromUnixTimestamp64Milli({to:Int64}))
  AND Timestamp >= fromUnixTimestamp64Milli({from:Int64})
  AND Timestamp < fromUnixTimestamp64Milli({to:Int64})`;

const RELEASE = 'parseDateTime64BestEffort({releasedAt:String})';

const OF_SERVICE = `ServiceName = {service:String}\n  AND ${DURING}`;

/** What the errors say, before and after the release. */
export const MESSAGES = `SELECT
  replaceRegexpAll(substring(Body, 1, 200), '[0-9]+', '#') AS message,
  countIf(Timestamp < ${RELEASE}) AS before,
  countIf(Timestamp >= ${RELEASE}) AS after,
  min(Timestamp) AS first_seen
FROM otel_logs
WHERE ${OF_SERVICE}
  AND SeverityNumber >= 17
GROUP BY message
ORDER BY after DESC
LIMIT 20`;

/** Errors and lines of each instance since the release. */
export const INSTANCES = `SELECT
  ResourceAttributes['host.name'] AS host,
  ResourceAttributes['service.version'] AS version,
  countIf(SeverityNumber >= 17) AS errors,
  count() AS lines,
  max(Timestamp) AS newest
FROM otel_logs
WHERE ${OF_SERVICE}
  AND Timestamp >= ${RELEASE}
GROUP BY host, version
ORDER BY errors DESC, lines DESC
LIMIT 50`;

/** Errors and lines in each bucket of both windows. */
export const BUCKETS = `SELECT
  toStartOfInterval(Timestamp, INTERVAL 30 SECOND) AS bucket,
  countIf(SeverityNumber >= 17) AS errors,
  count() AS lines
FROM otel_logs
WHERE ${OF_SERVICE}
GROUP BY bucket
ORDER BY bucket`;

/** Errors of every service before and after the release. */
export const SERVICES = `SELECT
  ServiceName AS service,
  countIf(SeverityNumber >= 17 AND Timestamp < ${RELEASE}) AS errors_before,
  countIf(SeverityNumber >= 17 AND Timestamp >= ${RELEASE}) AS errors_after,
  count() AS lines,
  max(Timestamp) AS newest
FROM otel_logs
WHERE ${DURING}
GROUP BY service
ORDER BY errors_after DESC, lines DESC
LIMIT 50`;

/** How many lines carry which level. */
export const LEVELS = `SELECT SeverityText, SeverityNumber, count() AS lines
FROM otel_logs
WHERE ${OF_SERVICE}
GROUP BY SeverityText, SeverityNumber
ORDER BY lines DESC
LIMIT 50`;

/** Which versions logged, and since when. */
export const VERSIONS = `SELECT
  ResourceAttributes['service.version'] AS version,
  uniqExact(ResourceAttributes['host.name']) AS hosts,
  count() AS lines,
  min(Timestamp) AS first_seen,
  max(Timestamp) AS newest
FROM otel_logs
WHERE ${OF_SERVICE}
GROUP BY version
ORDER BY first_seen`;

/** Lines that carry a time which has not come yet. */
export const FUTURE = `SELECT
  ResourceAttributes['host.name'] AS host,
  count() AS lines,
  max(Timestamp) AS newest,
  dateDiff('second', now64(3), max(Timestamp)) AS seconds_ahead
FROM otel_logs
WHERE ServiceName = {service:String}
  AND toStartOfFiveMinutes(Timestamp) >= toStartOfFiveMinutes(now())
  AND Timestamp > now64(3) + INTERVAL 5 SECOND
GROUP BY host
ORDER BY newest DESC
LIMIT 50`;
