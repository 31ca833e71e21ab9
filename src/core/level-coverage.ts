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

function notRecognised(whose: string, { lines, recognised }: Understood): Finding {
  const without = lines - recognised;
  const carry = without === 1 ? 'carries' : 'carry';
  const because = `${numberText(without)} of ${countText(lines, 'line')} (${percentText(without / lines)}) ${whose} ${carry} no level that is understood, so errors cannot be told from the rest; set levels where the lines are written, or name the column that holds them with --columns level=NAME.`;
  return {
    judge: 'levels',
    code: 'levels-not-recognised',
    outcome: 'unknown',
    observed: recognised / lines,
    limit: LEAST_SHARE,
    unit: 'share',
    because,
  };
}
