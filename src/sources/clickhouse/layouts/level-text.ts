import { spellingsAtOrAbove, type Level } from '../../../core/levels.js';
import type { Binder } from '../sql.js';

/** `[ERROR]`, `SEVERITY_ERROR`, `log.level=Error` and `E0301` are all one word with something around it. */
const ONE_WORD = String.raw`^\\W*(?:(?:severity|log|level)[\\W_]+)*([a-z]+?)[0-9]*\\W*$`;

/** Whether a text is a spelling of this level or a worse one, whatever its case and its brackets. */
export function isSpelt(text: string, level: Level, binder: Binder): string {
  return `extract(lower(${text}), '${ONE_WORD}') IN ${binder.bind('spellings', 'Array(String)', spellingsAtOrAbove(level))}`;
}
