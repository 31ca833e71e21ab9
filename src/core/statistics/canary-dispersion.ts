/**
 * How bursty the canary's errors are when it sees only a share of the exposure of before.
 *
 * Where all instances share the bursts (a slow database), a share `w` of counts with index of dispersion `φ` has the index
 * `1 + w (φ - 1)`: thinning, Johnson, Kemp and Kotz, Univariate Discrete Distributions (2005), section 3.12. Where each instance has
 * its own, the index stays `φ`. The canary's own buckets tell which: the thinned index holds unless they are burstier, up to `φ`.
 * At the same exposure or more the index is that of before.
 *
 * @example canaryDispersion(21, 0.05, 1.3) // 2: one twentieth of the clumping, and the canary shows no more
 */
export function canaryDispersion(before: number, exposureRatio: number, own: number): number {
  if (exposureRatio >= 1) return before;
  return Math.min(before, Math.max(1 + exposureRatio * (before - 1), own));
}
