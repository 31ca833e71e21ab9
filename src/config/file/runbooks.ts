import { z } from 'zod';

export const runbooksSchema = z.record(
  z.string(),
  z.url({ protocol: /^https?$/ }).meta({
    description: 'The page that says what to do about this finding. Unit: address. Default: the built-in runbook.',
    examples: ['https://wiki.example.org/errors-over-limit'],
  }),
);

export type RunbooksSection = z.output<typeof runbooksSchema>;
