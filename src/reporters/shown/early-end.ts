import type { GuardLook } from '../../core/guard.js';
import type { Report } from '../../core/report.js';
import type { FineSeries } from '../../core/series.js';

/** A run that an early rollback ended, perhaps in the middle of a bucket, perhaps before the first was whole. */
export interface EarlyEnd {
  /** All looks at the after window, those of the warm-up included. */
  readonly looks: FineSeries;
  /** How many of them fell into the warm-up. */
  readonly warmUpLooks: number;
  /** The look at which it was certain. */
  readonly last: GuardLook;
  /** Seconds from the end of the warm-up to that look. */
  readonly judgedSeconds: number;
  /** Whether the whole buckets until then did not decide, so that the looks alone did. */
  readonly decided: boolean;
}

/** How an early rollback ended the run; null where the window ran its full length, or was not looked at more finely. */
export function earlyEndOf({ series, analysis, bucketSeconds, reasons }: Report): EarlyEnd | null {
  const looks = series.fineAfter;
  const first = analysis.guard?.looks.at(0);
  const last = analysis.guard?.looks.at(-1);
  const firedAt = analysis.guard?.firedAtSeconds ?? null;
  if (looks === undefined || first === undefined || last === undefined || firedAt === null) return null;
  if (looks.bucketSeconds !== analysis.guard?.lookSeconds) return null;
  const endedAt = looks.errors.length * looks.bucketSeconds;
  const endsWithinBucket = endedAt > series.after.errors.length * bucketSeconds;
  if (!endsWithinBucket && endedAt - firedAt >= bucketSeconds) return null;
  const warmUpLooks = Math.round(first.seconds / looks.bucketSeconds) - 1;
  return {
    looks,
    warmUpLooks,
    last,
    judgedSeconds: firedAt - warmUpLooks * looks.bucketSeconds,
    decided: reasons.every(({ code }) => code !== 'errors-over-limit'),
  };
}
