import { SEVERITY_NUMBER } from '../../../core/levels.js';
import type { Layout } from './layout.js';
import { isSpelt } from './level-text.js';

/** Levels in OpenTelemetry's two columns: a number, and where it is 0 the text that the application wrote. */
export function severityLevels(number: string, text: string): Pick<Layout, 'errors' | 'recognised' | 'levelText'> {
  return {
    levelText: `if(toString(${text}) = '', toString(${number}), toString(${text}))`,
    errors: (level, binder) =>
      `(${number} >= ${SEVERITY_NUMBER[level]} OR (${number} = 0 AND ${isSpelt(text, level, binder)}))`,
    recognised: (binder) => `(${number} BETWEEN 1 AND 24 OR (${number} = 0 AND ${isSpelt(text, 'TRACE', binder)}))`,
  };
}
