import { DUE_LINES_OF_A_HOLE, heardOf, type BucketCount, type Delivery } from './coverage.js';
import type { FindingCode } from './finding-codes.js';
import type { SeriesPair } from './series.js';
import { formatDuration, formatInstant } from './time.js';
import type { Finding } from './verdict.js';
import type { Interval, Windows } from './window.js';

/** Who was heard in one window, and how often: their lines, and what counters said without counting one. */
export interface Heard {
  readonly span: Interval;
  /** The stable instances, which can stand in for a canary that did not exist yet. */
  readonly stable: number;
  /** The canary's selection, any level. */
  readonly canary: number;
  /** The whole service, any level. */
  readonly service: number;
}

/** What is known of the rest of the pipeline when the service or its canary is silent. */
export interface Elsewhere {
  /** Newest line of anyone in the silent window; null when nobody logged. */
  readonly newestMs: number | null;
  /** Services that logged in it, likeliest meant first. */
  readonly services: readonly string[];
}

/** Adds up one window. */
export function heardIn(span: Interval, buckets: readonly BucketCount[]): Heard {
  const inside = buckets.filter(({ startMs }) => startMs >= span.fromMs && startMs < span.toMs);
  return {
    span,
    canary: inside.reduce((sum, row) => sum + heardOf(row), 0),
    stable: inside.reduce((sum, { stable }) => sum + (stable === undefined ? 0 : heardOf(stable)), 0),
    service: inside.reduce((sum, { serviceLines, serviceHeard = serviceLines }) => sum + serviceHeard, 0),
  };
}

/** Why the window before the release holds no line to compare with; null when it holds some. */
export function silenceBefore(who: Who, heard: Heard, elsewhere: Elsewhere): Finding | null {
  if (heard.canary > 0 || heard.stable > 0) return null;
  const span = spanText(heard.span);
  if (heard.service > 0) {
    const because = `The canary ${canaryText(who)} matches none of the ${heard.service} lines of ${who.service} ${span}, before the release.`;
    return silence('canary-matches-nothing', because);
  }
  if (elsewhere.newestMs === null) {
    return silence(
      'pipeline-down',
      `Nobody logged a single line ${span}: the pipeline was down, or this is the wrong table.`,
    );
  }
  const others = elsewhere.services.slice(0, 5).join(', ');
  const hint = others === '' ? '' : `; heard were ${others}`;
  return silence('service-never-seen', `The service ${who.service} has not one line ${span}${hint}.`);
}

/** Why the window after the release holds no line of the canary; null when it holds some. */
export function silenceAfter(who: Who, heard: Heard, elsewhere: Elsewhere): Finding | null {
  if (heard.canary > 0) return null;
  const since = `since the release at ${formatInstant(heard.span.fromMs)}`;
  if (heard.service > 0) {
    const rest = `the rest of ${who.service} logged ${heard.service}`;
    return silence(
      'canary-silent',
      `The canary ${canaryText(who)} has not logged a single line ${since}, while ${rest}.`,
    );
  }
  if (elsewhere.newestMs === null) {
    return silence('pipeline-down', `Nobody has logged a single line ${since}: the pipeline is down for everyone.`);
  }
  const alive = `others have, the last at ${formatInstant(elsewhere.newestMs)}`;
  return silence('canary-silent', `${who.service} has not logged a single line ${since}, though ${alive}.`);
}

/** Times may be written in whole seconds: a line may be this much newer than it says. */
const COARSEST_TIME_MS = 1000;

/**
 * Whether others are heard beyond the end of the window, and the canary's newest line, in whatever was read, lies so long before it
 * that the silence is a hole: it stopped, or its data are late.
 */
export function isSilentAtEnd(
  { after }: SeriesPair,
  { after: span }: Windows,
  newestMs: number | null,
  { watermarkMs }: Delivery,
): boolean {
  if (newestMs === null || watermarkMs === null || watermarkMs < span.toMs) return false;
  const heardMs = newestMs - span.fromMs;
  const silentMs = span.toMs - newestMs - COARSEST_TIME_MS;
  const lines = after.lines.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  return heardMs > 0 && lines * silentMs >= DUE_LINES_OF_A_HOLE * heardMs;
}

/**
 * Tells that the canary fell silent before its window was over and too long ago for a delay: the rest of the window
 * is unknown, so no pass. Null when it was heard to the end.
 */
export function stoppedLogging(
  who: Who,
  pair: SeriesPair,
  judged: Windows,
  newestMs: number | null,
  delivery: Delivery,
): Finding | null {
  if (newestMs === null || newestMs >= judged.after.toMs) return null;
  const isMissing = pair.after.errors.at(-1) === null;
  if (!isMissing && !isSilentAtEnd(pair, judged, newestMs, delivery)) return null;
  const silentMs = judged.after.toMs - Math.max(newestMs, judged.after.fromMs);
  const name = who.canary.length === 0 ? who.service : `The canary ${canaryText(who)}`;
  const because = `${name} last logged at ${formatInstant(newestMs)}, ${formatDuration(silentMs)} before the end of its window: it stopped, or its data are late.`;
  return {
    judge: 'silence',
    code: 'stopped-logging',
    outcome: 'unknown',
    observed: silentMs / 1000,
    limit: 0,
    unit: 'seconds',
    because,
  };
}

/** The service, and the `KEY=VALUE` selectors of its canary if there are any. */
export interface Who {
  readonly service: string;
  readonly canary: readonly string[];
}

function canaryText({ canary }: Who): string {
  return canary.join(' ');
}

function spanText({ fromMs, toMs }: Interval): string {
  return `from ${formatInstant(fromMs)} to ${formatInstant(toMs)}`;
}

function silence(code: FindingCode, because: string): Finding {
  return { judge: 'silence', code, outcome: 'unknown', observed: 0, limit: 1, unit: 'lines', because };
}
