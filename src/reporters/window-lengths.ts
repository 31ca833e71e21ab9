import type { Report } from '../core/report.js';
import { formatDuration } from '../core/time.js';

/** How long the windows are, for counts of both that stand beside each other: `30m` and `5m`. */
export function windowLengths({ windows, series, bucketSeconds }: Report): {
  readonly before: string;
  readonly after: string;
} {
  if (windows === null) {
    const length = (buckets: number) => formatDuration(buckets * bucketSeconds * 1000);
    return { before: length(series.before.errors.length), after: length(series.after.errors.length) };
  }
  const length = ({ from, to }: { readonly from: string; readonly to: string }) =>
    formatDuration(Date.parse(to) - Date.parse(from));
  return { before: length(windows.before), after: length(windows.after) };
}
