import { z } from 'zod';
import { aboveZero, instant } from './fields.js';

export const interval = (meaning: string) =>
  z
    .object({ from: instant('First instant in the window.'), to: instant('First instant after the window.') })
    .describe(meaning);

const count = z.int().min(0).nullable().describe('A count of one bucket; null where nobody has data for it.');

export const series = (meaning: string) =>
  z
    .object({
      errors: z.array(count).describe('Lines at the judged level or worse, a bucket, oldest first.'),
      lines: z.array(count).describe('Lines of any level, a bucket, oldest first; null where they are not known.'),
    })
    .refine(({ errors, lines }) => errors.length === lines.length, 'errors and lines differ in length')
    .describe(meaning);

export const fineSeries = z
  .object({
    bucketSeconds: aboveZero('Seconds between two looks.'),
    errors: z.array(count).describe('Errors a look, oldest first, from the release on.'),
  })
  .exactOptional()
  .describe('The after window at the resolution of the looks; absent where it is that of the buckets.');

export const controlSeries = z
  .object({
    after: series('The stable instances from the release on.'),
    before: series('The stable instances before the release.').exactOptional(),
    fineAfter: fineSeries,
    exposureRatio: aboveZero('Exposure of the canary over exposure of the stable instances.'),
  })
  .exactOptional()
  .describe('The stable instances beside the canary; absent where there is nothing to compare with.');
