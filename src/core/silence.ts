import type { BucketCount } from './coverage.js';
import type { FindingCode } from './finding-codes.js';
import { formatInstant } from './time.js';
import type { Finding } from './verdict.js';
import type { Interval } from './window.js';

/** Who was heard in one window. */
export interface Heard {
  readonly span: Interval;
  /** Lines of the stable instances, which can stand in for a canary that did not exist yet. */
  readonly stableLines: number;
  /** Lines of the canary's selection, any level. */
  readonly lines: number;
  /** Lines of the whole service, any level. */
  readonly serviceLines: number;
}

/** What is known of the rest of the pipeline when the service or its canary is silent. */
export interface Elsewhere {
  /** Newest line of anyone in the silent window; null when nobody logged. */
  readonly newestMs: number | null;
  /** Services that logged in it, likeliest meant first. */
  readonly services: readonly string[];
}

/** Adds up the lines of one window. */
export function heardIn(span: Interval, buckets: readonly BucketCount[]): Heard {
  const inside = buckets.filter(({ startMs }) => startMs >= span.fromMs && startMs < span.toMs);
  return {
    span,
    lines: inside.reduce((sum, { lines }) => sum + lines, 0),
    stableLines: inside.reduce((sum, { stable }) => sum + (stable?.lines ?? 0), 0),
    serviceLines: inside.reduce((sum, { serviceLines }) => sum + serviceLines, 0),
  };
}

/** Why the window before the release holds no line to compare with; null when it holds some. */
export function silenceBefore(who: Who, heard: Heard, elsewhere: Elsewhere): Finding | null {
  if (heard.lines > 0 || heard.stableLines > 0) return null;
  const span = spanText(heard.span);
  if (heard.serviceLines > 0) {
    const because = `The canary ${canaryText(who)} matches none of the ${heard.serviceLines} lines of ${who.service} ${span}, before the release.`;
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
  if (heard.lines > 0) return null;
  const since = `since the release at ${formatInstant(heard.span.fromMs)}`;
  if (heard.serviceLines > 0) {
    const rest = `the rest of ${who.service} logged ${heard.serviceLines}`;
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
