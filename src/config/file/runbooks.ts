import { z } from 'zod';
import { nearestFirst } from '../../nearest.js';
import { runbookFor, runbooks } from '../../runbooks/index.js';

const CODES = runbooks.map(({ code }) => code);

const code = z
  .string()
  .refine((name) => runbookFor(name) !== null, {
    error: ({ input }) => `is no code; did you mean ${nearestFirst(CODES, String(input))[0] ?? ''}?`,
  })
  .meta({ enum: CODES });

/** Pages of a team's own, by the code of a finding. */
export const runbooksSchema = z.record(
  code,
  z.url({ protocol: /^https?$/ }).meta({
    description: 'The page that says what to do about this finding. Unit: address. Default: the built-in runbook.',
    examples: ['https://wiki.example.org/errors-over-limit'],
  }),
);

export type RunbooksSection = z.output<typeof runbooksSchema>;
