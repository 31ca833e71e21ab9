import type { Control, Count, Series, SeriesPair } from './series.js';

/**
 * Adds neighbouring buckets up into wider ones that still have an edge at the release; a wider bucket with a missing
 * part is missing. What does not fill a whole bucket at the far ends is dropped. `factor` is a whole number from 1 on.
 *
 * The guard goes on looking at the narrow buckets: they are kept as `fineAfter`.
 */
export function rebin(pair: SeriesPair, factor: number): SeriesPair {
  if (factor === 1) return pair;
  const { bucketSeconds, before, after, fineAfter, control } = pair;
  return {
    ...pair,
    bucketSeconds: bucketSeconds * factor,
    before: widenBefore(before, factor),
    after: widenAfter(after, factor),
    fineAfter: fineAfter ?? { bucketSeconds, errors: after.errors },
    ...(control && { control: widenControl(control, bucketSeconds, factor) }),
  };
}

function widenControl(control: Control, bucketSeconds: number, factor: number): Control {
  const { before, after, fineAfter } = control;
  return {
    ...control,
    after: widenAfter(after, factor),
    ...(before && { before: widenBefore(before, factor) }),
    fineAfter: fineAfter ?? { bucketSeconds, errors: after.errors },
  };
}

function widenBefore({ errors, lines }: Series, factor: number): Series {
  const fromEnd = (counts: readonly Count[]) => widen(counts.slice(counts.length % factor), factor);
  return { errors: fromEnd(errors), lines: fromEnd(lines) };
}

function widenAfter({ errors, lines }: Series, factor: number): Series {
  return { errors: widen(errors, factor), lines: widen(lines, factor) };
}

function widen(counts: readonly Count[], factor: number): readonly Count[] {
  return Array.from({ length: Math.floor(counts.length / factor) }, (_, index) =>
    counts
      .slice(index * factor, (index + 1) * factor)
      .reduce<Count>((sum, count) => (sum === null || count === null ? null : sum + count), 0),
  );
}
