import type { Analysis } from '../analysis.js';
import type { Finding } from '../verdict.js';
import { countText, numberText } from '../wording.js';

/** Below this share of its usual lines the canary did clearly less than before. */
const FELL_SHARE = 0.5;
/** Below this share it hardly did anything, and what does nothing does nothing wrong. */
const COLLAPSED_SHARE = 0.2;
/** With fewer lines due in the judged window a fall may be chance: 50 fall below a half once in two million. */
const FEWEST_DUE_LINES = 50;
/** Lines known in fewer of the buckets do not speak for the others. */
const LEAST_KNOWN_SHARE = 0.5;

/**
 * Did the canary do as much as usual? A service that mostly died writes few errors, so a pass is withheld when its lines
 * collapsed, or when nobody counted them any more; a fall to less than half is a note. Errors that are there still roll back.
 */
export function judgeTraffic(analysis: Analysis): Finding | null {
  const { after, usual, buckets } = analysis.traffic;
  if (usual === null) return null;
  const { covered } = analysis.after;
  if (buckets < LEAST_KNOWN_SHARE * covered && usual * covered >= FEWEST_DUE_LINES)
    return unknownLines(analysis, usual);
  if (after === null || usual * buckets < FEWEST_DUE_LINES || after >= FELL_SHARE * usual) return null;
  const wrote = `The canary wrote ${linesText(after)} where ${numberText(usual)} are usual`;
  const common = { judge: 'traffic', observed: after, unit: 'lines a bucket' } as const;
  if (after < COLLAPSED_SHARE * usual) {
    const because = `${wrote}: hardly anything was tried, so nothing is known.`;
    return { ...common, code: 'lines-collapsed', outcome: 'unknown', limit: COLLAPSED_SHARE * usual, because };
  }
  const because = `${wrote}: less was tried than before, so errors may be fewer too. No pass is withheld for it.`;
  return { ...common, code: 'lines-fell', outcome: 'note', limit: FELL_SHARE * usual, because };
}

function unknownLines({ traffic, after }: Analysis, usual: number): Finding {
  const because = `The canary’s lines are known in ${numberText(traffic.buckets)} of ${countText(after.covered, 'bucket')} after the release, where ${numberText(usual)} a bucket are usual: it may have done nothing, and then errors tell nothing.`;
  return {
    judge: 'traffic',
    code: 'lines-unknown',
    outcome: 'unknown',
    observed: traffic.buckets,
    limit: LEAST_KNOWN_SHARE * after.covered,
    unit: 'buckets',
    because,
  };
}

function linesText(lines: number): string {
  if (lines === 0) return 'not one line';
  return `${numberText(lines)} line${lines === 1 ? '' : 's'} a bucket`;
}
