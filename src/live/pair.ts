import { assembleSeries, fineSeries } from '../core/assemble.js';
import type { BucketCount, Delivery } from '../core/coverage.js';
import type { SeriesPair } from '../core/series.js';
import type { Windows } from '../core/window.js';
import type { Run } from './run.js';

/** The series of both sides up to `toMs`, with the narrow buckets that the guard looks at where there are such. */
export function pairOf(_run: Run, windows: Windows, rows: readonly BucketCount[], delivery: Delivery): SeriesPair {
  return assembleSeries(windows, rows, delivery);
}

/** Adds what the guard looks at: the after window in the buckets that were read, up to `toMs`. */
export function withLooks(run: Run, pair: SeriesPair, rows: readonly BucketCount[], toMs: number): SeriesPair {
  const { windows, lookMs, rule } = run;
  if (lookMs === windows.bucketMs || rule.early === 'off') return pair;
  const fine = fineSeries(windows, rows, lookMs, toMs);
  const control = pair.control && { ...pair.control, fineAfter: fine.stable };
  return { ...pair, fineAfter: fine.canary, ...(control && { control }) };
}
