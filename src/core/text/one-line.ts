import { withoutLogCommands } from './log-commands.js';

/** Line breaks, control characters, what turns the direction of text, and halves of characters. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * Text of unknown origin as one line that no terminal, chat or CI log obeys: white space and whatever would be obeyed instead
 * of shown become a space, and commands to a CI system are spelled out.
 */
export function oneLine(text: string): string {
  return withoutLogCommands(text.replace(OBEYED, ' ').replace(/\s+/gu, ' ').trim());
}
