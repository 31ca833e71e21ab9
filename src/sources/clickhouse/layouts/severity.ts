import { SEVERITY_NUMBER } from '../../../core/levels.js';
import { typeOf, type TableFacts } from './facts.js';
import type { Layout } from './layout.js';
import { isSpelt, severityOfSpelling, spellingIn } from './level-text.js';

/** Levels in OpenTelemetry's two columns: a number, and where it is 0 the text that the application wrote. */
export function severityLevels(
  facts: Pick<TableFacts, 'columns'>,
  number: string,
  text: string,
): Pick<Layout, 'errors' | 'saidLevel' | 'severityOf' | 'levelText'> {
  return {
    levelText: `if(toString(${text}) = '', toString(${number}), toString(${text}))`,
    errors: (level) => `(${number} >= ${SEVERITY_NUMBER[level]} OR (${number} = 0 AND ${isSpelt(text, level)}))`,
    saidLevel: () =>
      `if(${number} = 0, ${spellingIn(text, 'TRACE')}, ${saidNumber(number, typeOf(facts, number) ?? 'UInt8')})`,
    severityOf: (said) => Number.parseInt(said, 10) || severityOfSpelling(said),
  };
}

/** A number as text. Three of its digits say as much as all of them: every level ends far below 100. */
export function saidNumber(number: string, type: string): string {
  return type === 'UInt8' ? `toString(${number})` : `substring(toString(${number}), 1, 3)`;
}
