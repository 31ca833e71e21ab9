import type { Report } from '../../core/report.js';
import { formatDuration } from '../../core/time.js';
import { countText } from '../../core/wording.js';
import type { Row } from './rows.js';

/** What is in the windows and was not judged, with what it holds, so that nobody has to wonder where errors went. */
export function leftOutRow(report: Report): Row {
  const parts = [...warmUp(report), ...incident(report), ...uncovered(report)];
  return { label: 'left out', text: parts.length === 0 ? 'nothing' : parts.join(' · ') };
}

function warmUp({ analysis: { after }, series, bucketSeconds }: Report): readonly string[] {
  if (after.warmUp === 0) return [];
  const errors = sumAt(series.after.errors, (index) => index < after.warmUp);
  return [`the warm-up of ${formatDuration(after.warmUp * bucketSeconds * 1000)} (${countText(errors, 'error')})`];
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
