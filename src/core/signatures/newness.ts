import { FEWEST_ERRORS, fewestBuckets } from '../evidence.js';
import type { Past, SignatureGroup } from './reading.js';

/** What newness is judged by. */
export interface Newness {
  /** Buckets after the warm-up. */
  readonly judgedBuckets: number;
  readonly bucketSeconds: number;
  /** Part of the error budget that this judgement may spend. */
  readonly budget: number;
}

/** Why a new signature is no evidence; null when it is. */
export type Doubt = 'too-few' | 'elsewhere' | 'chance' | 'usual' | 'short-past';

/** A signature as rare as its absence from the past allows may come so often by chance at most, all signatures together. */
const CHANCE_P = 0.005;
/** So often at most may the past have brought something as new into a window as long. */
const USUAL_P = 0.01;
/** A past of fewer windows than this cannot show how often something new comes up. */
const LONG_PAST_WINDOWS = 50;

/**
 * Whether a signature that was never seen before is evidence against the canary: at least three lines in at least three buckets after
 * the warm-up, on no other instance, and more than chance by two bounds.
 *
 * *chance*: were it an old but rare signature, each of its `k` occasions would fall into the judged window and none into the past with
 * a chance of at most `(a / (a + h))^k`, `a` and `h` the buckets of both; times the number of signatures (Bonferroni) at most 0.5 %.
 * That counts signatures that come on their own. What comes in bursts is bounded by the past itself:
 *
 * *usual*: `v` signatures came up anew in the `w` buckets of the past that were watched, just as strongly. Then `1 - exp(-v a / w)` of
 * windows bring one (Poisson), at most 1 %. With a look-back of 24 h, at whatever rate `r` a window new signatures come up, both happen
 * together with a chance of at most `r × P(v <= 2)`, which is 0.6 % at its worst. A past of fewer than 50 windows shows too little: there a
 * new signature must also be in at least half of the judged buckets.
 */
export function doubtOf(
  { judged, occasions, elsewhereAfter }: Pick<SignatureGroup, 'judged' | 'occasions' | 'elsewhereAfter'>,
  { total, novelties, watchedBuckets, pastBuckets }: Past & { readonly total: number },
  { judgedBuckets, bucketSeconds, budget }: Newness,
): Doubt | null {
  if (judged < FEWEST_ERRORS || occasions < fewestBuckets(bucketSeconds)) return 'too-few';
  if (elsewhereAfter > 0) return 'elsewhere';
  if (total * (judgedBuckets / (judgedBuckets + pastBuckets)) ** occasions > CHANCE_P * budget) return 'chance';
  if (novelties > 0 && -Math.expm1((-novelties * judgedBuckets) / watchedBuckets) > USUAL_P * budget) return 'usual';
  const isShort = watchedBuckets < LONG_PAST_WINDOWS * judgedBuckets;
  return isShort && occasions * 2 < judgedBuckets ? 'short-past' : null;
}
