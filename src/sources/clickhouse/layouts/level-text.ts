import { levelOf, SEVERITY_NUMBER, spellingsAtOrAbove, type Level } from '../../../core/levels.js';
import type { Layout } from './layout.js';

/**
 * The word of a text that spells this level or a worse one, in lower case, as SQL; empty where there is none. `[ERROR]`,
 * `SEVERITY_ERROR`, `log.level=Error` and `E0301` are all one word with something around it.
 *
 * @param others regular expressions of what else may stand in place of the word
 */
export function spellingIn(text: string, level: Level, others: readonly string[] = []): string {
  const words = [...spellingsAtOrAbove(level), ...others].join('|');
  return String.raw`extract(lower(${text}), '^\\W*(?:(?:severity|log|level)[\\W_]+)*(${words})[0-9]*\\W*$')`;
}

/** Whether a text is a spelling of this level or a worse one, whatever its case and its brackets. */
export function isSpelt(text: string, level: Level): string {
  return `${spellingIn(text, level)} != ''`;
}

/** Levels that a text alone says. */
export function speltLevels(text: string): Pick<Layout, 'errors' | 'saidLevel' | 'severityOf'> {
  return {
    errors: (level) => isSpelt(text, level),
    saidLevel: () => spellingIn(text, 'TRACE'),
    severityOf: severityOfSpelling,
  };
}

/** The severity number that a spelling stands for, 0 where it stands for none. */
export function severityOfSpelling(spelling: string): number {
  const level = levelOf(spelling);
  return level === null ? 0 : SEVERITY_NUMBER[level];
}
