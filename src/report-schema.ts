import { z } from 'zod';
import type { Report } from './core/report.js';
import { UserError } from './errors.js';

const instant = (meaning: string) => z.iso.datetime().describe(`${meaning} ISO 8601 in UTC.`);
const wholeFromZero = (meaning: string) => z.int().min(0).describe(meaning);
const fromZero = (meaning: string) => z.number().min(0).describe(meaning);
const aboveZero = (meaning: string) => z.number().positive().describe(meaning);
const text = (meaning: string) => z.string().describe(meaning);

const interval = (meaning: string) =>
  z
    .object({ from: instant('First instant in the window.'), to: instant('First instant after the window.') })
    .describe(meaning);

const count = z.int().min(0).nullable().describe('A count of one bucket; null where nobody has data for it.');

const series = (meaning: string) =>
  z
    .object({
      errors: z.array(count).describe('Lines at the judged level or worse, a bucket, oldest first.'),
      lines: z.array(count).describe('Lines of any level, a bucket, oldest first; null where they are not known.'),
    })
    .refine(({ errors, lines }) => errors.length === lines.length, 'errors and lines differ in length')
    .describe(meaning);

const fineSeries = z
  .object({
    bucketSeconds: aboveZero('Seconds between two looks.'),
    errors: z.array(count).describe('Errors a look, oldest first, from the release on.'),
  })
  .exactOptional()
  .describe('The after window at the resolution of the looks; absent where it is that of the buckets.');

const controlSeries = z
  .object({
    after: series('The stable instances from the release on.'),
    before: series('The stable instances before the release.').exactOptional(),
    fineAfter: fineSeries,
    exposureRatio: aboveZero('Exposure of the canary over exposure of the stable instances.'),
  })
  .exactOptional()
  .describe('The stable instances beside the canary; absent where there is nothing to compare with.');

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

const rule = z
  .object({
    sensitivity: aboveZero('Factor on the level: a canary may show this many times the usual errors.'),
    warmUpSeconds: fromZero('Seconds left out at the start of the after window, rounded up to whole buckets.'),
    plain: z
      .boolean()
      .describe('Bare median × sensitivity: no floor, no cap, no scrub, no evidence, no guard and no control.'),
    early: z
      .enum(['on', 'off', 'eager'])
      .describe(
        'Whether the guard may roll back early: on certainty of a rise above sensitivity, not, or of any rise.',
      ),
    budget: aboveZero(
      'Part of the error budget that this judgement may spend; less than 1 when it is made more than once.',
    ).max(1),
  })
  .describe('The rule: everything that the verdict depends on besides the series.');

const baseline = z
  .object({
    buckets: wholeFromZero('Buckets in the window.'),
    covered: wholeFromZero('Buckets with data.'),
    scrubbed: z.array(z.int().min(0)).describe('Indexes of the buckets that were left out as an incident.'),
    incidentShare: fromZero('Share of the covered buckets that an incident takes, 0 to 1, also when not left out.').max(
      1,
    ),
    used: wholeFromZero('Buckets that the rule used: covered and not scrubbed.'),
    errors: fromZero('Errors in the used buckets.'),
    mean: fromZero('Errors a used bucket; null without one.').nullable(),
    median: fromZero('Median of the used buckets, interpolated while small; null without one.').nullable(),
    dispersion: z.number().min(1).describe('Index of dispersion: how much burstier than chance the errors come.'),
    lag1: z.number().describe('Autocorrelation of neighbouring buckets; null with too few errors to say.').nullable(),
    lags1To5: z.number().describe('The sum of the autocorrelations at lags 1 to 5; null like lag1.').nullable(),
    inWaves: z.boolean().describe('Whether neighbouring buckets are more alike than chance explains.'),
  })
  .describe('What the before window says about the usual errors.');

const canary = z
  .object({
    buckets: wholeFromZero('Buckets in the window, warm-up included.'),
    warmUp: wholeFromZero('Buckets left out at the start.'),
    warmUpErrors: wholeFromZero('Errors in the buckets left out.'),
    judged: wholeFromZero('Buckets judged: all after the warm-up, covered or not.'),
    covered: wholeFromZero('Judged buckets with data.'),
    errors: fromZero('Errors in the judged buckets; missing buckets hold none.'),
    cappedErrors: fromZero('Errors with the largest bucket or buckets held to what the next largest makes plausible.'),
    heldBuckets: wholeFromZero(
      'How many of the largest buckets are held: one, two where bursts are usual, none in plain mode.',
    ),
    largest: wholeFromZero('Errors in the largest judged bucket.'),
    mean: fromZero('Errors a judged bucket; null without one.').nullable(),
    bucketsWithErrors: wholeFromZero('Judged buckets with at least one error.'),
    dispersion: z.number().min(1).describe('Index of dispersion: how much burstier than chance the errors come.'),
  })
  .describe('What the after window holds.');

const traffic = z
  .object({
    before: fromZero('Lines of any level, a covered bucket before the release; null where not known.').nullable(),
    after: fromZero('Lines of any level, a covered judged bucket after the release; null where not known.').nullable(),
    usual: fromZero(
      'Lines a bucket that are usual, at the exposure of the canary: the smaller of mean and median; null where not known.',
    ).nullable(),
    buckets: wholeFromZero('Judged buckets with known lines.'),
  })
  .describe('How much the canary did, by its lines.');

const probability = (meaning: string) => z.number().min(0).max(1).nullable().describe(meaning);

const evidence = z
  .object({
    countP: probability('Exact conditional test of the capped count, one-sided p; null where it was not asked.'),
    rankP: probability('Exact permutation rank-sum test, one-sided p; null where it could not change the answer.'),
    enough: z.boolean().describe('Whether the rise is more than chance.'),
    unremarkable: z.boolean().describe('Whether so few errors come so often by chance that the limit means nothing.'),
  })
  .describe('Whether the rise is more than chance, and what said so.');

const control = z
  .object({
    exposureRatio: aboveZero('Exposure of the canary over exposure of the stable instances.'),
    covered: wholeFromZero('Judged buckets in which the stable instances have data.'),
    errors: wholeFromZero('Errors of the stable instances in the covered buckets.'),
    median: fromZero('Median of the covered buckets, interpolated while small.'),
    level: fromZero('Errors a bucket that are usual for the canary according to the stable instances.'),
    canaryErrors: fromZero('Errors of the canary in the covered buckets, the largest held to what is plausible.'),
    dispersion: z.number().min(1).describe('How much more unevenly than by chance errors fall on the two sides.'),
    usual: fromZero(
      'Errors of the stable instances that are usual in the covered buckets; null when not known.',
    ).nullable(),
    riseP: probability('How often chance alone would give the stable instances so many; null when not known.'),
  })
  .nullable()
  .describe('The stable instances in the same minutes; null with data in less than half of the judged buckets.');

const guardLook = z.object({
  seconds: fromZero('Seconds after the release.'),
  errors: fromZero('Errors since the warm-up, the largest bucket held to what is plausible.'),
  limit: fromZero('Most errors allowed for the time so far.'),
  logEvidence: z.number().describe('Natural logarithm of the evidence.'),
  threshold: aboveZero('The evidence at which the guard fires; not a logarithm.'),
});

const guard = z
  .object({
    mode: z.enum(['on', 'eager']).describe('Evidence of a rise above sensitivity, or of any rise.'),
    lookSeconds: aboveZero('Seconds between two looks.'),
    withControl: z
      .boolean()
      .describe('Whether the stable instances were looked at too, with data in any of the looks.'),
    looks: z.array(guardLook).describe('The evidence over time, up to the look at which the guard fired.'),
    firedAtSeconds: fromZero(
      'Seconds after the release at which a rollback was certain; null when it never was.',
    ).nullable(),
    againstPast: guardLook
      .nullable()
      .describe(
        'The first look that was certain against the past alone, without the stable instances; null when none was.',
      ),
  })
  .nullable()
  .describe('The evidence for an early rollback; null where nobody looked.');

const trend = z
  .object({
    endBuckets: wholeFromZero('Buckets in the last third of the judged ones.'),
    endErrors: fromZero('Errors in them, the largest bucket held to what is plausible.'),
    earlierErrors: wholeFromZero('Errors in the judged buckets before them.'),
    p: z.number().min(0).max(1).describe('How often chance alone would bring so many into the last third.'),
  })
  .nullable()
  .describe('The end of the judged window beside its beginning; null where it is too short to have both.');

const smallestCaught = z
  .object({
    errors: fromZero('Errors in the judged buckets, spread evenly.'),
    ratio: fromZero('Times the average errors before; null when those are 0.').nullable(),
  })
  .nullable()
  .describe('The smallest rise that would have been rolled back; null where none ever would.');

const analysis = z
  .object({
    before: baseline,
    after: canary,
    traffic,
    hasControl: z.boolean().describe('Whether there were stable instances to compare with, with data or without.'),
    controlCovered: wholeFromZero('Judged buckets in which the stable instances have data; 0 without them.'),
    control,
    level: fromZero('Usual errors a bucket, at the exposure of the canary; null without a baseline.').nullable(),
    limit: fromZero('Most errors the judged buckets may hold; null without a baseline.').nullable(),
    evidence,
    guard,
    trend,
    smallestCaught,
  })
  .describe('Every number that the rule computed.');

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
