import type { Count } from '../series.js';
import { plainMedian } from './median.js';

/** Fewer buckets in a row are bursts, which a median shrugs off by itself. */
const MIN_RUN = 3;
/** How far above the usual a bucket must be; with a usual below one error, above this many errors. */
const FACTOR = 5;

/**
 * Finds an earlier incident in a baseline: the indexes of buckets in runs of at least three above `5 × max(median, 1)`.
 *
 * An incident before the release lifts the mean and the dispersion, and a canary that fails just as badly would look usual.
 * A bucket without data neither ends a run nor belongs to it.
 *
 * @example incidentBuckets([0, 0, 9, 8, 9, 0, 0, 0]) // [2, 3, 4]: above 5 × max(0, 1)
 */
export function incidentBuckets(counts: readonly Count[]): readonly number[] {
  const covered = counts.filter((count) => count !== null);
  if (covered.length < MIN_RUN) return [];
  const threshold = FACTOR * Math.max(plainMedian(covered), 1);
  const found: number[] = [];
  let run: number[] = [];
  const endRun = (): void => {
    if (run.length >= MIN_RUN) for (const index of run) found.push(index);
    run = [];
  };
  for (const [index, count] of counts.entries()) {
    if (count === null) continue;
    if (count > threshold) run.push(index);
    else endRun();
  }
  endRun();
  return found;
}
