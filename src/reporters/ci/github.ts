import { factsOf } from './facts.js';
import { headlineOf } from './headline.js';
import type { Ending } from '../../core/ending.js';
import type { Piece } from './piece.js';
import { summaryMarkdown } from './summary.js';

const LEVELS = { pass: 'notice', rollback: 'error', inconclusive: 'warning', error: 'error' } as const;

/**
 * GitHub Actions: a step summary, outputs, and an annotation.
 * Contract: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubReport(ending: Ending): readonly Piece[] {
  return [
    {
      name: 'summary.md',
      text: `${summaryMarkdown(ending)}\n`,
      place: { kind: 'append', variable: 'GITHUB_STEP_SUMMARY' },
    },
    { name: 'outputs', text: outputs(ending), place: { kind: 'append', variable: 'GITHUB_OUTPUT' } },
    { name: 'annotations', text: annotation(ending), place: { kind: 'log' } },
  ];
}

/** One line a value: no value has a line break, so none needs a delimiter. */
function outputs(ending: Ending): string {
  return factsOf(ending)
    .map(({ name, value }) => `${name}=${value}\n`)
    .join('');
}

function annotation(ending: Ending): string {
  const { verdict, message, details, service } = headlineOf(ending);
  const title = `${verdict}${service === null ? '' : ` ${service}`}`;
  return `::${LEVELS[verdict]} title=${escapeProperty(title)}::${escapeData([message, ...details].join('\n'))}\n`;
}

/** As in `@actions/core`. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
