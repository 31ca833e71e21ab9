import { LEVELS, levelOf, spellingsAtOrAbove, type Level } from '../../../core/levels.js';
import type { Binder } from '../sql.js';

/** `[ERROR]`, `SEVERITY_ERROR`, `log.level=Error` and `E0301` are all one word with something around it. */
const ONE_WORD = String.raw`^\\W*(?:(?:severity|log|level)[\\W_]+)*([a-z]+?)[0-9]*\\W*$`;

/** Whether a text is a spelling of this level or a worse one, whatever its case and its brackets. */
export function isSpelt(text: string, level: Level, binder: Binder): string {
  return `${wordIn(text)} IN ${binder.bind('spellings', 'Array(String)', spellingsAtOrAbove(level))}`;
}

/** The place of a level in their order, 1 for TRACE. */
export function levelRank(level: Level): number {
  return LEVELS.indexOf(level) + 1;
}

/** The place of the level that a text spells, 0 where it spells none. */
export function rankSpelt(text: string, binder: Binder): string {
  const spellings = spellingsAtOrAbove('TRACE');
  const ranks = spellings.map((spelling) => levelRank(levelOf(spelling) ?? 'TRACE'));
  return `transform(${wordIn(text)}, ${binder.bind('everySpelling', 'Array(String)', spellings)}, [${ranks.join(', ')}], 0)`;
}

function wordIn(text: string): string {
  return `extract(lower(${text}), '${ONE_WORD}')`;
}
