import type { Selection, SourceSettings } from '../settings.js';
import type { LogSource } from '../source.js';
import type { SourceTools } from './retry.js';
import { openTable } from './table-source.js';

export type { SourceTools } from './retry.js';

/** Opens a place to count log lines in. Asks nobody yet, but log files that cannot be read are told at once. */
export async function openLogSource(
  settings: SourceSettings,
  selection: Selection,
  tools: SourceTools,
): Promise<LogSource> {
  if (settings.kind === 'logs') {
    const { openLogFiles } = await import('./files-source.js');
    return await openLogFiles(settings, selection, tools);
  }
  return openTable(settings, selection, tools);
}
