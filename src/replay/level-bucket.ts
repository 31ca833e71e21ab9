import { FieldError } from '../core/recorded-series.js';
import { formatDuration } from '../core/time.js';

/** The bucket that the rule is tuned for; finer ones only serve the looks of the guard. */
const USUAL_SECONDS = 30;

/**
 * How many recorded buckets make one of `bucketMs`; null makes 30 s of finer ones that fit into it, and leaves all others.
 * @throws FieldError when no whole number does.
 */
export function bucketsPerLevel(bucketMs: number | null, bucketSeconds: number): number {
  const wanted = bucketMs === null ? USUAL_SECONDS : bucketMs / 1000;
  const exact = wanted / bucketSeconds;
  const whole = Math.round(exact);
  if (whole >= 1 && Math.abs(exact - whole) < 1e-9 * exact) return whole;
  if (bucketMs === null) return 1;
  throw new FieldError(
    ['bucketSeconds'],
    `is ${bucketSeconds}, of which --bucket ${formatDuration(bucketMs)} is no multiple`,
  );
}
