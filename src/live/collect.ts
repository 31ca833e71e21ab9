import { cutToDelivered } from '../core/assemble.js';
import { findingOfLostCounters } from '../core/lost-counters.js';
import { noteOfHeavyRead, noteOfLateData } from '../core/notes.js';
import { stoppedLogging } from '../core/silence.js';
import type { Finding } from '../core/verdict.js';
import { warmUpBuckets } from '../core/warm-up.js';
import { lengthMs, type Windows } from '../core/window.js';
import type { Reading } from '../sources/source.js';
import { readDelivered } from './delivery.js';
import { findingOfLevels } from './levels.js';
import { outcomeOf, type LiveOutcome } from './outcome.js';
import { findingOfExposure, withLooks } from './pair.js';
import { present, whoOf, type Run } from './run.js';
import { findSides, noteOfHiddenCanary } from './sides.js';
import { findSilenceAfter, findSilenceBefore } from './silences.js';

/** Reads both windows when they are over, and judges them. */
export async function collectAndJudge(asked: Run): Promise<LiveOutcome> {
  const found = asked.sides === 'auto' ? await findSides(asked, asked.windows.after.toMs) : null;
  const run = found ?? asked;
  const { config, windows, rule, progress } = run;
  const [delivered, hidden] = await Promise.all([readDelivered(run), noteOfHiddenCanary(run)]);
  progress.clear();
  const { reading, delivery } = delivered;
  const planned = lengthMs(windows.after) / windows.bucketMs;
  const leftOut = warmUpBuckets(rule.warmUpSeconds, windows.bucketMs / 1000, planned);
  const pair = cutToDelivered(delivered.pair, windows, delivery, leftOut);
  const toMs = windows.after.fromMs + pair.after.errors.length * windows.bucketMs;
  const judged = { ...windows, after: { ...windows.after, toMs } };
  const lost = await findLostCounters(run, judged);
  const silence = (await findSilenceBefore(run, reading)) ?? (await findSilenceAfter(run, reading));
  const observed = [
    ...(run.sides === 'auto' ? [noNewVersion(run)] : []),
    ...present(silence ?? stoppedLogging(whoOf(run), pair, judged, reading.newestMs, delivery)),
    ...present(findingOfLevels(run, judged, reading.buckets, delivery)),
    ...present(lost),
    ...run.notes,
    ...present(hidden),
    ...present(findingOfExposure(run, pair)),
    ...present(noteOfLateData(windows.after.toMs, toMs, config.maxLagMs)),
    ...present(noteOfBurden(run, reading)),
  ];
  return outcomeOf(run, withLooks(run, pair, reading.buckets, toMs), judged, observed, reading.query);
}

/** What the collector of the counters lost after the release, where it says so. */
async function findLostCounters({ source, signal }: Run, judged: Windows): Promise<Finding | null> {
  const reading = await source.collector()?.read(judged, judged.after.toMs, signal);
  return reading === undefined ? null : findingOfLostCounters(judged, reading.buckets);
}

/** Files have no key, and are read whole. */
function noteOfBurden({ source }: Run, { buckets, query }: Reading): Finding | null {
  if (source.info.table === null) return null;
  return noteOfHeavyRead(
    query.rowsRead,
    buckets.reduce((sum, { serviceLines }) => sum + serviceLines, 0),
  );
}

function noNewVersion({ service }: Run): Finding {
  const because = `No version of ${service} was first seen around the release, so that nobody knows which instances are the canary.`;
  return {
    judge: 'sides',
    code: 'no-new-version',
    outcome: 'unknown',
    observed: 0,
    limit: 1,
    unit: 'versions',
    because,
  };
}
