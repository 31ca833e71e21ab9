import { exposureByLines } from './exposure.js';
import type { Control, Series, SeriesPair } from './series.js';

/** A canary that is new with the release, and the stable instances that did. */
export interface NewCanary {
  readonly bucketSeconds: number;
  /** The canary from the release on. */
  readonly after: Series;
  /** The stable instances, which also took the canary's traffic before the release. */
  readonly stable: Control & { readonly before: Series };
  /** Buckets of warm-up, which say nothing about traffic. */
  readonly warmUp: number;
}

/**
 * Whether a canary was first heard when more than half of the time before the release was over, or not at all. New pods write their
 * first lines before they take traffic: too few to say what is usual, and not what is usual with traffic.
 */
export function hasShortPast({ lines }: Series): boolean {
  const first = lines.findIndex((count) => count !== null);
  return first === -1 || (lines.length - first) * 2 < lines.length;
}

/**
 * A pair for a canary that is new with the release (new pods, a new version): before is the stable instances' past, and the
 * exposure ratio scales it to the canary's traffic. By the lines of both where they tell, else by the share behind the control's
 * exposure ratio `r`: a canary with the share `r / (1 + r)` of what the stable instances had before to themselves.
 */
export function standIn({ bucketSeconds, after, stable, warmUp }: NewCanary): SeriesPair {
  const { exposureRatio } = stable;
  const byLines = exposureByLines(after, stable.before, warmUp);
  return {
    bucketSeconds,
    before: stable.before,
    after,
    exposureRatio: byLines ?? exposureRatio / (1 + exposureRatio),
    control: stable,
  };
}
