import type { Effective } from './effective.js';
import { moment } from './fields.js';
import { readHooks } from './hooks.js';
import { checkLive, checkRecorded, checkService } from './judge-checks.js';
import type { JudgeConfig } from './judge-config.js';
import { readBucketMs, readRule, readServiceSettings } from './judge-settings.js';
import { readNotifiers, readReportUrl } from './notify.js';
import { readFormat, readOutputFile } from './readers.js';
import { readReports } from './reports.js';
import { readSignatures } from './signatures.js';
import { isSet, placeOf, text } from './settings.js';
import { readOrigin } from './source.js';

/**
 * Reads and checks everything that a judgement needs, or that is needed to look at its source; `localNowMs` only serves to
 * refuse a release that lies too far ahead.
 * @throws UserError naming the flag, the variable or the key that is wrong.
 */
export function readJudgeConfig(
  effective: Effective,
  localNowMs: number,
  needs: 'service' | 'source' = 'service',
): JudgeConfig {
  const { settings, flags } = effective;
  const origin = readOrigin(settings);
  const isRecorded = origin.kind === 'recorded';
  const outputFile = readOutputFile(settings);
  const { silence: _, ...forService } = readServiceSettings(settings);
  const config: JudgeConfig = {
    ...forService,
    origin,
    service: text(settings, 'service') ?? null,
    release: moment('--released-at', text(settings, 'releasedAt') ?? 'now'),
    // A recorded series has buckets of its own: only who looks at it may ask for wider ones.
    bucketMs: isRecorded ? readBucketMs(flags) : forService.bucketMs,
    rule: readRule(flags),
    format: readFormat(settings),
    outputFile,
    ...readSignatures(settings),
    isQuiet: isSet(settings, 'quiet'),
    wantsColor: settings['color']?.value !== false,
    isDryRun: isSet(settings, 'dryRun'),
    file: effective.file,
    hooks: readHooks(effective.hooks, settings),
    notify: readNotifiers(effective.notify),
    runbooks: effective.runbooks,
    reports: readReports(settings, effective.reports, outputFile),
    reportUrl: readReportUrl(effective.reportUrl),
    given: Object.keys(settings),
    placeOf: (setting) => placeOf(settings, setting),
  };
  if (isRecorded) checkRecorded(flags);
  else {
    if (needs === 'service') checkService(config);
    checkLive(config, localNowMs);
  }
  return config;
}
