import type { FindingOutcome, Verdict } from '../../core/verdict.js';
import { markup, type Markup } from './markup.js';

const SHAPES = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  undo: 'M9 6L4 11l5 5M4 11h10a5 5 0 0 1 0 10h-3',
  question: 'M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3M12 18.5v.5',
  alert: 'M12 4L2.5 20.5h19zM12 10v5M12 17.6v.4',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  dot: 'M12 11.5v5M12 7.5v.5',
} as const;

const BY_VERDICT = { pass: 'check', rollback: 'undo', inconclusive: 'question' } as const satisfies Record<
  Verdict,
  keyof typeof SHAPES
>;

const BY_OUTCOME = { pass: 'check', fail: 'cross', unknown: 'question', note: 'dot' } as const satisfies Record<
  FindingOutcome,
  keyof typeof SHAPES
>;

/** A shape beside the word, so that the verdict does not hang on its colour. */
export function verdictIcon(verdict: Verdict): Markup {
  return icon(BY_VERDICT[verdict]);
}

/** Where there is no verdict. */
export function failureIcon(): Markup {
  return icon('alert');
}

export function outcomeIcon(outcome: FindingOutcome): Markup {
  return icon(BY_OUTCOME[outcome]);
}

function icon(shape: keyof typeof SHAPES): Markup {
  return markup`<svg
    class="icon"
    viewBox="0 0 24 24"
    width="24"
    height="24"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    stroke-width="2.4"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    <path d="${SHAPES[shape]}" />
  </svg>`;
}
