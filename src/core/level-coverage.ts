import type { BucketCount } from './coverage.js';
import type { Finding } from './verdict.js';
import type { Interval, Windows } from './window.js';
import { countText, numberText, percentText } from './wording.js';

/** With a smaller share of lines whose level is understood, a count of 0 errors says nothing. */
const LEAST_SHARE = 0.5;

/**
 * Tells that most lines carry no level that is understood, so that errors may hide among them; null when most do, or where
 * nobody counted. Both windows together, and the one after alone: a release can change how its levels are written.
 */
export function levelsNotRecognised(
  service: string,
  { before, after }: Pick<Windows, 'before' | 'after'>,
  buckets: readonly BucketCount[],
): Finding | null {
  const both = understoodIn([before, after], buckets);
  const since = understoodIn([after], buckets);
  if (isTooFew(both)) return notRecognised(`of ${service}`, both);
  return isTooFew(since) ? notRecognised(`of ${service} after the release`, since) : null;
}

/** The same rows with every line that carries no level that is understood counted as an error, which it may be. */
export function withUnreadAsErrors(buckets: readonly BucketCount[]): readonly BucketCount[] {
  return buckets.map((bucket) => ({
    ...bucket,
    errors: bucket.errors + Math.max(0, bucket.lines - (bucket.recognised ?? bucket.lines)),
  }));
}

/** Tells that the release brought lines without a level that would be a rollback if they were errors: a new way to write levels. */
export function levelsLost(
  service: string,
  { before, after }: Pick<Windows, 'before' | 'after'>,
  buckets: readonly BucketCount[],
): Finding {
  const [was, is] = [understoodIn([before], buckets), understoodIn([after], buckets)];
  const because = `${unreadText(is)} of ${service} after the release carry no level that is understood, and ${percentText(1 - shareOf(was))} did before: if they were errors, it would be a rollback. See whether the release writes its levels in another way.`;
  return {
    judge: 'levels',
    code: 'levels-not-recognised',
    outcome: 'unknown',
    observed: shareOf(is),
    limit: shareOf(was),
    unit: 'share',
    because,
  };
}

function unreadText({ lines, recognised }: Understood): string {
  return `${numberText(lines - recognised)} of ${countText(lines, 'line')} (${percentText((lines - recognised) / lines)})`;
}

function shareOf({ lines, recognised }: Understood): number {
  return lines === 0 ? 1 : recognised / lines;
}

/** Lines of the selection, and how many of them carry a level that is understood. */
interface Understood {
  readonly lines: number;
  readonly recognised: number;
}

function understoodIn(spans: readonly Interval[], buckets: readonly BucketCount[]): Understood {
  const inside = buckets.filter(({ startMs }) => spans.some(({ fromMs, toMs }) => startMs >= fromMs && startMs < toMs));
  return {
    lines: inside.reduce((sum, { lines }) => sum + lines, 0),
    recognised: inside.reduce((sum, { lines, recognised = lines }) => sum + recognised, 0),
  };
}

function isTooFew({ lines, recognised }: Understood): boolean {
  return recognised < lines * LEAST_SHARE;
}

function notRecognised(whose: string, understood: Understood): Finding {
  const carry = understood.lines - understood.recognised === 1 ? 'carries' : 'carry';
  const because = `${unreadText(understood)} ${whose} ${carry} no level that is understood, so errors cannot be told from the rest; set levels where the lines are written, or name the column that holds them with --columns level=NAME.`;
  return {
    judge: 'levels',
    code: 'levels-not-recognised',
    outcome: 'unknown',
    observed: shareOf(understood),
    limit: LEAST_SHARE,
    unit: 'share',
    because,
  };
}
