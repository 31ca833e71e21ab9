import path from 'node:path';
import { type Fact, factsOf } from './facts.js';
import { headlineOf } from './headline.js';
import type { Ending } from '../../core/ending.js';
import type { Piece, Surroundings } from './piece.js';
import { summaryMarkdown } from './summary.js';

const ISSUES = { pass: null, rollback: 'error', inconclusive: 'warning', error: 'error' } as const;

/**
 * Azure Pipelines: output variables, an issue, and a summary that is uploaded from a file.
 * Contract: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
 */
export function azureReport(ending: Ending, { env, folder }: Surroundings): readonly Piece[] {
  const summaryFolder = folder ?? env['AGENT_TEMPDIRECTORY'];
  // The name of the file is the heading on the page, and several services may be judged in one job.
  const summaryName = `canary-verdict-${serviceName(ending)}.md`;
  const summaryPath = summaryFolder === undefined ? null : path.join(summaryFolder, summaryName);
  const commands = { name: 'commands', text: commandLines(ending, summaryPath), place: { kind: 'log' } } as const;
  if (summaryPath === null) return [commands];
  return [{ name: summaryName, text: summaryMarkdown(ending), place: { kind: 'file', path: summaryPath } }, commands];
}

function commandLines(ending: Ending, summaryPath: string | null): string {
  const { verdict, message, details, reason } = headlineOf(ending);
  const issue = ISSUES[verdict];
  const issueData = escapeData([message, ...details].join('\n'));
  const lines = [
    ...factsOf(ending).map(({ name, value }) =>
      command(`setvariable variable=${camelName(name)};isOutput=true`, value),
    ),
    ...(issue === null ? [] : [command(`logissue type=${issue};code=${escapeProperty(reason)}`, issueData)]),
    ...(summaryPath === null ? [] : [command('uploadsummary', escapeData(summaryPath))]),
  ];
  return `${lines.join('\n')}\n`;
}

function command(action: string, data: string): string {
  return `##vso[task.${action}]${data}`;
}

/** `exit-code` as `exitCode`. */
function camelName(name: Fact['name']): string {
  return name.replace(/-(.)/, (_, letter: string) => letter.toUpperCase());
}

function serviceName(ending: Ending): string {
  const name = factsOf(ending).find((fact) => fact.name === 'service')?.value ?? '';
  return name.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 50);
}

/** As in `azure-pipelines-task-lib`, where a per cent sign has a name of its own. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(']', '%5D').replaceAll(';', '%3B');
}
