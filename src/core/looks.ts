import type { Count, SeriesPair } from './series.js';

/** The series that the guard looks at. */
export interface Looks {
  readonly bucketSeconds: number;
  readonly canary: readonly Count[];
  /** Null without stable instances; their looks are null where nobody has data, or not yet. */
  readonly control: { readonly errors: readonly Count[]; readonly exposureRatio: number } | null;
}

/** Both sides at the resolution of the looks where both have it, else in the buckets of the pair. */
export function looksOf({ bucketSeconds, after, fineAfter, control }: SeriesPair): Looks {
  const beside = (errors: readonly Count[] | undefined): Looks['control'] =>
    control === undefined ? null : { errors: errors ?? [], exposureRatio: control.exposureRatio };
  const fineControl = control?.fineAfter;
  const isFine = control === undefined || fineControl?.bucketSeconds === fineAfter?.bucketSeconds;
  if (fineAfter === undefined || !isFine) {
    return { bucketSeconds, canary: after.errors, control: beside(control?.after.errors) };
  }
  return { bucketSeconds: fineAfter.bucketSeconds, canary: fineAfter.errors, control: beside(fineControl?.errors) };
}
