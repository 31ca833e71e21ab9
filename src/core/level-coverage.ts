import type { BucketCount, SideCount } from './coverage.js';
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
  const both = understoodIn(buckets.filter(isIn(before, after)));
  const since = understoodIn(buckets.filter(isIn(after)));
  if (isTooFew(both)) return notRecognised(`of ${service}`, both);
  return isTooFew(since) ? notRecognised(`of ${service} after the release`, since) : null;
}

/** The same rows with every line of either side that carries no level that is understood counted as an error, which it may be. */
export function withUnreadAsErrors(buckets: readonly BucketCount[]): readonly BucketCount[] {
  return buckets.map((bucket) => ({
    ...bucket,
    errors: errorsAtMost(bucket),
    ...(bucket.stable && { stable: { ...bucket.stable, errors: errorsAtMost(bucket.stable) } }),
  }));
}

function errorsAtMost({ errors, lines, recognised = lines }: SideCount): number {
  return errors + Math.max(0, lines - recognised);
}

/**
 * Tells that the release brought lines without a level that would be a rollback if they were errors: a new way to write levels. A
 * canary that `isNew` is held against the stable instances, because it has no past of its own.
 */
export function levelsLost(
  service: string,
  { before, after }: Pick<Windows, 'before' | 'after'>,
  buckets: readonly BucketCount[],
  isNew: boolean,
): Finding {
  const past = buckets.filter(isIn(before));
  const was = understoodIn(isNew ? past.map(({ stable }) => stable).filter((side) => side !== undefined) : past);
  const is = understoodIn(buckets.filter(isIn(after)));
  const usual = `${percentText(1 - shareOf(was))} ${isNew ? 'of the stable instances’ did' : 'did'} before`;
  const because = `${unreadText(is)} of ${service} after the release carry no level that is understood, and ${usual}: if they were errors, it would be a rollback. See whether the release writes its levels in another way.`;
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

/** Lines of one side, and how many of them carry a level that is understood. */
interface Understood {
  readonly lines: number;
  readonly recognised: number;
}

function understoodIn(sides: readonly SideCount[]): Understood {
  return {
    lines: sides.reduce((sum, { lines }) => sum + lines, 0),
    recognised: sides.reduce((sum, { lines, recognised = lines }) => sum + recognised, 0),
  };
}

function isIn(...spans: readonly Interval[]): (bucket: BucketCount) => boolean {
  return ({ startMs }) => spans.some(({ fromMs, toMs }) => startMs >= fromMs && startMs < toMs);
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
