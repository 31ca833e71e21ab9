import type { Report } from '../../core/report.js';
import { formatDuration } from '../../core/time.js';
import { countText } from '../../core/wording.js';
import { earlyEndOf } from './early-end.js';
import type { Row } from './row.js';

/** What is in the windows and was not judged, with what it holds, so that nobody has to wonder where errors went. */
export function leftOutRow(report: Report): Row {
  const parts = [...warmUp(report), ...tail(report), ...incident(report), ...uncovered(report)];
  return { label: 'left out', text: parts.length === 0 ? 'nothing' : parts.join(' · ') };
}

function warmUp(report: Report): readonly string[] {
  const end = earlyEndOf(report);
  const counts = end?.looks.errors ?? report.series.after.errors;
  const leftOut = end?.warmUpLooks ?? report.analysis.after.warmUp;
  if (leftOut === 0) return [];
  const length = formatDuration(leftOut * (end?.looks.bucketSeconds ?? report.bucketSeconds) * 1000);
  return [
    `the warm-up of ${length} (${countText(
      sumAt(counts, (index) => index < leftOut),
      'error',
    )})`,
  ];
}

/** Where whole buckets decided too, what an early rollback left of the last one is not among them. */
function tail(report: Report): readonly string[] {
  const end = earlyEndOf(report);
  if (end === null || end.decided) return [];
  const { errors, bucketSeconds } = end.looks;
  const whole = Math.round((report.series.after.errors.length * report.bucketSeconds) / bucketSeconds);
  if (errors.length <= whole) return [];
  const length = formatDuration((errors.length - whole) * bucketSeconds * 1000);
  return [
    `the last ${length}, no whole bucket (${countText(
      sumAt(errors, (index) => index >= whole),
      'error',
    )})`,
  ];
}

function incident({ analysis: { before }, series }: Report): readonly string[] {
  if (before.scrubbed.length === 0) return [];
  const scrubbed = new Set(before.scrubbed);
  const errors = sumAt(series.before.errors, (index) => scrubbed.has(index));
  return [`an incident of ${countText(scrubbed.size, 'bucket')} before (${countText(errors, 'error')})`];
}

function uncovered({ series }: Report): readonly string[] {
  return (['before', 'after'] as const).flatMap((window) => {
    const missing = series[window].errors.filter((count) => count === null).length;
    return missing === 0 ? [] : [`${countText(missing, 'bucket')} ${window} without data`];
  });
}

function sumAt(counts: Report['series']['before']['errors'], isCounted: (index: number) => boolean): number {
  return counts.reduce<number>((sum, count, index) => (isCounted(index) ? sum + (count ?? 0) : sum), 0);
}
