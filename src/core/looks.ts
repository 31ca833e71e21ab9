import type { Count, SeriesPair } from './series.js';

/** The series that the guard looks at. */
export interface Looks {
  readonly bucketSeconds: number;
  readonly canary: readonly Count[];
  /** Null where there is none with a covered bucket. */
  readonly control: { readonly errors: readonly Count[]; readonly exposureRatio: number } | null;
}

/** Both sides at the resolution of the looks where both have it, else in the buckets of the pair. */
export function looksOf({ bucketSeconds, after, fineAfter, control }: SeriesPair): Looks {
  const known = (errors: readonly Count[] | undefined): Looks['control'] =>
    control !== undefined && errors?.some((count) => count !== null) === true
      ? { errors, exposureRatio: control.exposureRatio }
      : null;
  const fineControl = control?.fineAfter;
  const isFine = control === undefined || fineControl?.bucketSeconds === fineAfter?.bucketSeconds;
  if (fineAfter === undefined || !isFine) {
    return { bucketSeconds, canary: after.errors, control: known(control?.after.errors) };
  }
  return { bucketSeconds: fineAfter.bucketSeconds, canary: fineAfter.errors, control: known(fineControl?.errors) };
}
