import { inspect } from 'node:util';
import { oneLine } from './core/text/one-line.js';
import { Interrupted, SourceError, UserError } from './errors.js';
import { EXIT_CODE } from './exit-codes.js';

/** What goes to stderr for an error: one line and a hint for what a person can put right, all there is for a bug. */
export function explain(error: unknown): string {
  if (error instanceof UserError || error instanceof SourceError) {
    return `error: ${oneLine(error.message)}\n  ${oneLine(error.hint)}\n`;
  }
  if (error instanceof Interrupted) return `${error.message}\n`;
  return `bug in canary-verdict, please report it:\n${inspect(error)}\n`;
}

/** The exit code of an error that ended a run. */
export function codeOfError(error: unknown): number {
  if (error instanceof UserError) return EXIT_CODE.usage;
  if (error instanceof SourceError) return EXIT_CODE.sourceFailed;
  if (error instanceof Interrupted) return EXIT_CODE[error.signal];
  return EXIT_CODE.bug;
}
