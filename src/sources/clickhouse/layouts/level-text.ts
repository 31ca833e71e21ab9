import { levelOf, SEVERITY_NUMBER, spellingsAtOrAbove, type Level } from '../../../core/levels.js';
import type { Layout } from './layout.js';

/**
 * The word of a text that spells this level or a worse one, in lower case, as SQL; empty where there is none. `[ERROR]`,
 * `SEVERITY_ERROR`, `log.level=Error` and `E0301` are all one word with something around it.
 */
export function spellingIn(text: string, level: Level, { others = '', behind = '' }: Allowed = {}): string {
  const words = [...spellingsAtOrAbove(level), ...(others === '' ? [] : [others])].join('|');
  return String.raw`extract(lower(${text}), '^\\W*(?:(?:severity|log|level)[\\W_]+)*(${words})[0-9]*\\W*${behind}$')`;
}

/** What else is allowed, as regular expressions: in place of the word, and behind all. */
interface Allowed {
  readonly others?: string;
  readonly behind?: string;
}

/** Whether a text is a spelling of this level or a worse one, whatever its case and its brackets. */
export function isSpelt(text: string, level: Level, allowed?: Allowed): string {
  return `${spellingIn(text, level, allowed)} != ''`;
}

/** Levels that a text alone says. */
export function speltLevels(text: string, allowed?: Allowed): Pick<Layout, 'errors' | 'saidLevel' | 'severityOf'> {
  return {
    errors: (level) => isSpelt(text, level, allowed),
    saidLevel: () => spellingIn(text, 'TRACE', allowed),
    severityOf: severityOfSpelling,
  };
}

/** The severity number that a spelling stands for, 0 where it stands for none. */
export function severityOfSpelling(spelling: string): number {
  const level = levelOf(spelling);
  return level === null ? 0 : SEVERITY_NUMBER[level];
}
