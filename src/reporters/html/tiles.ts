import type { Report } from '../../core/report.js';
import { keyNumbers } from '../key-numbers.js';
import { markup, type Markup } from './markup.js';

/** The numbers that a reader looks for first, large. */
export function tilesSection(report: Report): Markup | null {
  const numbers = keyNumbers(report);
  if (numbers.length === 0) return null;
  return markup`<section class="bare" aria-label="The numbers of the decision">
    <dl class="tiles">
      ${numbers.map(
        ({ name, value, note }) =>
          markup`<div class="tile">
            <dt>${name}</dt>
            <dd><span class="value">${value}</span> <span class="note">${note}</span></dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
