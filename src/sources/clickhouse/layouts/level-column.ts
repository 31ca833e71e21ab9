import { LEVELS, PINO_NUMBER, SEVERITY_NUMBER, type Level } from '../../../core/levels.js';
import type { Layout } from './layout.js';
import { isSpelt, severityOfSpelling, spellingIn } from './level-text.js';
import { saidNumber } from './severity.js';

/** Levels in a column of somebody's own: words, or numbers, or numbers written as text. */
export function levelsInColumn(
  name: string,
  column: { readonly number: string; readonly type: string } | { readonly text: string },
): Pick<Layout, 'errors' | 'saidLevel' | 'severityOf'> {
  const { first, severityOf } = scaleOf(name);
  if ('number' in column) {
    const { number, type } = column;
    return {
      errors: (level) => `ifNull(${number} >= ${first[level]}, 0)`,
      saidLevel: () => saidNumber(number, type),
      severityOf: (said) => severityOf(Number.parseInt(said, 10)),
    };
  }
  const { text } = column;
  return {
    errors: (level) => `ifNull(${isSpelt(text, level)} OR ifNull(toUInt16OrNull(${text}) >= ${first[level]}, 0), 0)`,
    saidLevel: () => spellingIn(text, 'TRACE', ['[0-9]{1,3}']),
    severityOf: (said) => severityOfSpelling(said) || severityOf(Number.parseInt(said, 10)),
  };
}

/** Numbers that stand for levels: where each level begins, and what a number is on OpenTelemetry's scale, 0 for nothing. */
interface Scale {
  readonly first: Readonly<Record<Level, number>>;
  severityOf(number: number): number;
}

const OPEN_TELEMETRY: Scale = {
  first: SEVERITY_NUMBER,
  severityOf: (number) => number || 0,
};

const PINO: Scale = {
  first: PINO_NUMBER,
  severityOf(number) {
    // Beyond the scale a number is as bad as any level and yet not understood.
    if (number >= 100) return number;
    // Up to 24 a number may as well be OpenTelemetry's, up to 7 syslog's, which runs the other way: only pino's own two are taken.
    const isPinos = number === PINO_NUMBER.TRACE || number === PINO_NUMBER.DEBUG || number >= 25;
    const level = isPinos ? LEVELS.findLast((one) => number >= PINO_NUMBER[one]) : undefined;
    return level === undefined ? 0 : SEVERITY_NUMBER[level];
  },
};

/** "Number" in the name is OpenTelemetry's word; a bare number elsewhere is what pino and bunyan write. */
function scaleOf(name: string): Scale {
  return /number/i.test(name) ? OPEN_TELEMETRY : PINO;
}
