import { FieldError } from '../core/recorded-series.js';
import { UserError } from '../errors.js';
import { lineOf, syntaxErrorIn } from '../sources/json-position.js';
import type { Line } from './lines.js';

/**
 * `FILE:LINE: what is wrong` for what was thrown over a line or a whole document.
 * @throws The error itself when the input is not to blame.
 */
export function problemText(error: unknown, file: string, { number, text }: Line): string {
  if (error instanceof SyntaxError) {
    const [, line = '1', problem = ': it is not JSON'] = /^:(\d+)(:.*)$/s.exec(syntaxErrorIn(text)) ?? [];
    return `${file}:${number + Number(line) - 1}${problem}`;
  }
  if (error instanceof FieldError) return `${file}:${number + lineOf(text, error.path) - 1}: ${error.message}`;
  // A report that was edited may hold what its schema cannot forbid.
  if (error instanceof UserError || error instanceof RangeError) return `${file}:${number}: ${error.message}`;
  throw error;
}
