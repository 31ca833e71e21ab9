import type { Count, Series, SeriesPair } from './series.js';

/**
 * Adds neighbouring buckets up into wider ones that still have an edge at the release; a wider bucket with a missing
 * part is missing. What does not fill a whole bucket at the far ends is dropped. `factor` is a whole number from 1 on.
 */
export function rebin(pair: SeriesPair, factor: number): SeriesPair {
  if (factor === 1) return pair;
  const fromEnd = (counts: readonly Count[]) => widen(counts.slice(counts.length % factor), factor);
  const fromStart = (counts: readonly Count[]) => widen(counts, factor);
  const both = (series: Series, change: (counts: readonly Count[]) => readonly Count[]) => ({
    errors: change(series.errors),
    lines: change(series.lines),
  });
  return {
    ...pair,
    bucketSeconds: pair.bucketSeconds * factor,
    before: both(pair.before, fromEnd),
    after: both(pair.after, fromStart),
  };
}

function widen(counts: readonly Count[], factor: number): readonly Count[] {
  return Array.from({ length: Math.floor(counts.length / factor) }, (_, index) =>
    counts
      .slice(index * factor, (index + 1) * factor)
      .reduce<Count>((sum, count) => (sum === null || count === null ? null : sum + count), 0),
  );
}
