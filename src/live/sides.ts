import { formatDuration } from '../core/time.js';
import { lengthMs } from '../core/window.js';
import type { Selector } from '../sources/settings.js';
import type { VersionSeen } from '../sources/source.js';
import { noteOfWholeService } from '../core/exposure.js';
import type { Finding } from '../core/verdict.js';
import { withSides, type Run } from './run.js';

/** A release is told by its first lines, which may be a little older than the moment that was given for it. */
const SEEN_BEFORE_RELEASE_MS = 120_000;

/**
 * Finds the canary's version: of those that were first seen around the release or after it, the nearest to it, while others were there
 * before. The run that compares it with those, or null while there is none.
 */
export async function findSides(run: Run, untilMs: number): Promise<Run | null> {
  const { source, windows, signal, progress, service } = run;
  const seen = await source.census({ fromMs: windows.before.fromMs, toMs: untilMs }, signal);
  const beforeMs = lengthMs(windows.before);
  const isNew = (firstMs: number) => firstMs >= windows.releaseMs - Math.min(SEEN_BEFORE_RELEASE_MS, beforeMs / 2);
  const fromReleaseMs = ({ firstMs }: VersionSeen) => Math.abs(firstMs - windows.releaseMs);
  const named = seen
    .filter(({ version }) => version !== '')
    .toSorted((one, other) => fromReleaseMs(one) - fromReleaseMs(other));
  const released = named.find(({ firstMs }) => isNew(firstMs));
  const older = named.filter(({ firstMs }) => !isNew(firstMs));
  if (released === undefined || older.length === 0) return null;
  const selector = (version: string): Selector => ({ key: 'version', value: version });
  const since = formatDuration(Math.round((released.firstMs - windows.releaseMs) / 1000) * 1000);
  progress.say(
    `${service} runs version ${released.version} since ${since} after the release; compared with ${older.map(({ version }) => version).join(', ')}`,
  );
  return withSides(run, {
    canary: [selector(released.version)],
    stable: older.map(({ version }) => selector(version)),
  });
}

/** The last minute before the release is enough to count the instances. */
const CENSUS_MS = 60_000;

/** Tells how much a canary could hide when the whole service is counted; null when its instances are selected. */
export async function noteOfHiddenCanary(run: Run): Promise<Finding | null> {
  const { config, sides, source, windows, rule, signal } = run;
  if (sides === 'auto' || sides.canary.length > 0) return null;
  const span = { fromMs: windows.releaseMs - CENSUS_MS, toMs: windows.releaseMs };
  const seen = await source.census(span, signal);
  const instances = seen.reduce((sum, version) => sum + version.instances, 0);
  return noteOfWholeService(instances, config.canaryShare?.share ?? null, rule.sensitivity);
}
