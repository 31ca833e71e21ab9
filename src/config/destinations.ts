import { UserError } from '../errors.js';
import type { Effective } from './effective.js';
import type { JudgeConfig } from './judge-config.js';
import { readFormat, readOutputFile } from './readers.js';
import { readReports } from './reports.js';
import { isSet, text } from './settings.js';

/** Where a run is going to write. */
export interface Destinations extends Pick<JudgeConfig, 'service' | 'format' | 'outputFile' | 'reports'> {
  /** What it reads first, and may write over in the end. */
  readonly seriesFile: string | null;
}

/**
 * As much as can be known before everything else is checked; null where these settings are wrong themselves, which is told by who reads
 * them all, and where nothing will be written.
 */
export function destinationsOf({ settings, reports }: Pick<Effective, 'settings' | 'reports'>): Destinations | null {
  if (isSet(settings, 'dryRun')) return null;
  try {
    const outputFile = readOutputFile(settings);
    return {
      service: text(settings, 'service') ?? null,
      format: readFormat(settings),
      outputFile,
      reports: readReports(settings, reports, outputFile),
      seriesFile: text(settings, 'series') ?? null,
    };
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
