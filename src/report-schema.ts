import { z } from 'zod';
import type { Report } from './core/report.js';
import { UserError } from './errors.js';
import { analysis, rule } from './report-schema/analysis.js';
import { aboveZero, fromZero, instant, text, wholeFromZero } from './report-schema/fields.js';
import { controlSeries, fineSeries, interval, series } from './report-schema/series.js';

const verdict = z
  .enum(['pass', 'rollback', 'inconclusive'])
  .describe('What the data say; inconclusive when they cannot carry a verdict.');

const reason = z
  .object({
    code: text('Stable kebab-case code of the finding.'),
    message: text('One sentence with the numbers in it.'),
  })
  .describe('A finding that decided.');

const finding = z
  .object({
    judge: text('The judge that made it, such as errors or coverage.'),
    code: text('Stable kebab-case code, such as errors-over-limit.'),
    outcome: z
      .enum(['pass', 'fail', 'unknown', 'note'])
      .describe('fail rolls back, unknown withholds a pass, note never counts for or against.'),
    observed: z.number().nullable().describe('What was observed, in unit; null where nothing was.'),
    limit: z.number().nullable().describe('What it was held against, in unit; null where there is no limit.'),
    unit: text('Unit of observed and limit, such as errors, buckets or seconds.'),
    because: text('One sentence with the numbers in it.'),
  })
  .describe('One thing that one judge found.');

const signature = z
  .object({
    id: text('Stays the same from run to run.'),
    status: z
      .enum(['new', 'surged', 'known', 'gone'])
      .describe('new was seen neither before the release nor in the look-back; gone was not seen after it.'),
    template: text('The message with placeholders for what varies, redacted.'),
    exception: text('Type of the exception; null where lines name none.').nullable(),
    before: wholeFromZero('Lines in the window before the release.'),
    after: wholeFromZero('Lines in the window from the release on.'),
    lookBack: wholeFromZero(
      'Lines in the look-back before both windows; null where nobody looked back, as for what the window before knows.',
    ).nullable(),
    firstSeen: instant('First line in all that was looked at; null where it is not known.').nullable(),
    instances: z.array(z.string()).describe('At most five of the instances that logged it.'),
    sample: text('One line as it was logged, redacted; null with --no-samples.').nullable(),
    isAllowed: z.boolean().describe('Whether a pattern of the allow-list takes it out of judging.'),
  })
  .describe('Errors that say the same, but for their numbers, names and times.');

const source = z
  .object({
    kind: z
      .enum(['clickhouse', 'chdb', 'logs', 'series'])
      .describe('Server, embedded engine, log files or recorded series.'),
    name: text('Host, data directory or file; never a user or a password.'),
    table: text('database.table; null for files.').nullable(),
    layout: text('Name of the layout of the table; null for a recorded series.').nullable(),
    serverVersion: text('Version of the engine that answered; null for a recorded series.').nullable(),
    level: text('The judged level, such as ERROR; null for a recorded series.').nullable(),
    environment: text('The only environment whose lines counted; absent where all did.').exactOptional(),
    canary: z.array(z.string()).describe('KEY=VALUE selectors of the canary instances.'),
    stable: z.array(z.string()).describe('KEY=VALUE selectors of the instances that still run the old version.'),
  })
  .describe('Where the series came from, without secrets.');

const query = z
  .object({
    sql: text('The statement as it was sent.'),
    parameters: z
      .record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))
      .describe('Values of the parameters of the statement.'),
    rowsRead: wholeFromZero('Rows that the engine read.'),
    bytesRead: wholeFromZero('Bytes that the engine read.'),
    elapsedMs: fromZero('Time of the query in milliseconds, as the engine tells it.'),
  })
  .nullable()
  .describe('The one query that brought the series; null where no engine was asked.');

/** Checks a report and says what each of its fields means. Newer fields of the same version are let through. */
export const reportSchema = z
  .object({
    schemaVersion: z.literal(1).describe('Version of this contract; fields may be added within a version.'),
    version: text('Version of canary-verdict that wrote the report.'),
    verdict,
    exitCode: z.int().min(0).max(255).describe('What the process ended with, after --if-inconclusive.'),
    reasons: z.array(reason).min(1).describe('The findings that decided, most telling first.'),
    service: text('The judged service; null for a recorded series without an id.').nullable(),
    release: z
      .object({ at: instant('When the canary took traffic; null for a recorded series.').nullable() })
      .describe('The judged release.'),
    windows: z
      .object({
        before: interval('The window before the release, half-open.'),
        after: interval('The window from the release on, half-open, warm-up included.'),
      })
      .nullable()
      .describe('The compared windows; null for a recorded series, which has no clock.'),
    bucketSeconds: aboveZero('Length of a bucket in seconds.'),
    exposureRatio: aboveZero('Exposure after over exposure before, per second: 1 for the same instances.'),
    rule,
    series: z
      .object({
        before: series('The window before the release.'),
        after: series('The window from the release on, warm-up included.'),
        fineAfter: fineSeries,
        control: controlSeries,
      })
      .describe('The counts that were judged.'),
    analysis,
    findings: z.array(finding).describe('All that the judges found.'),
    signatures: z
      .array(signature)
      .exactOptional()
      .describe('What the errors say, new ones first, then those that surged; absent where bodies were not looked at.'),
    runbookUrls: z
      .record(z.string(), z.url({ protocol: /^https?$/ }))
      .exactOptional()
      .describe('Where the team keeps its own runbook, by code; only codes of this report.'),
    source,
    query,
    reproduce: text('The command line that judges the same windows again, without secrets.'),
    durationMs: fromZero('From start to report in milliseconds, the wait included.'),
  })
  .meta({
    $id: 'urn:canary-verdict:schema:report:1',
    title: 'Report of canary-verdict',
    description: 'The verdict on one release, what it rests on, and the series to judge it again.',
  });

/** The published JSON Schema (draft 2020-12) of a report. */
export const reportJsonSchema: Readonly<Record<string, unknown>> = z.toJSONSchema(reportSchema, {
  target: 'draft-2020-12',
  // As an input schema it admits fields that are added within a schema version.
  io: 'input',
});

/**
 * Reads a saved report back.
 * @throws UserError naming the first field that is wrong.
 */
export function parseReport(value: unknown): Report {
  const parsed = reportSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = (issue?.path ?? [])
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  throw new UserError(
    `not a report of canary-verdict: ${field.replace(/^\./, '') || 'the document'}: ${issue?.message ?? 'invalid'}`,
    'Give a file written with --format json; canary-verdict schema report prints its schema.',
    { cause: parsed.error },
  );
}
