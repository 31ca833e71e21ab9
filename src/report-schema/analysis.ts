import { z } from 'zod';
import { aboveZero, fromZero, wholeFromZero } from './fields.js';
export const rule = z
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

export const analysis = z
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
