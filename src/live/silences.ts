import { heardIn, silenceAfter, silenceBefore, type Elsewhere } from '../core/silence.js';
import type { Finding } from '../core/verdict.js';
import type { Interval } from '../core/window.js';
import { nearestFirst } from '../nearest.js';
import type { Reading } from '../sources/source.js';
import { whoOf, type Run } from './run.js';

/** Why there is nothing to compare with, in one of four messages; null when there is. */
export async function findSilenceBefore(run: Run, { buckets }: Reading): Promise<Finding | null> {
  const heard = heardIn(run.windows.before, buckets);
  if (heard.canary > 0 || heard.stable > 0) return null;
  return silenceBefore(whoOf(run), heard, await elsewhere(run, run.windows.before));
}

/** Why the canary was not heard after the release; null when it was. */
export async function findSilenceAfter(run: Run, { buckets }: Reading): Promise<Finding | null> {
  const heard = heardIn(run.windows.after, buckets);
  if (heard.canary > 0) return null;
  return silenceAfter(whoOf(run), heard, await elsewhere(run, run.windows.after));
}

async function elsewhere({ source, service, signal }: Run, span: Interval): Promise<Elsewhere> {
  const { newestMs, services } = await source.surroundings(span, signal);
  return { newestMs, services: nearestFirst(services, service) };
}
