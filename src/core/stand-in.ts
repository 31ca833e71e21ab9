import { exposureByLines } from './exposure.js';
import type { Control, Series, SeriesPair } from './series.js';

/** A canary that did not exist before the release, and the stable instances that did. */
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
 * A pair for a canary that matches nothing before the release (new pods, a new version): before is the stable instances' past, and the
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
