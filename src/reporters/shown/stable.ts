import { levelOf } from '../../core/level.js';
import type { Report } from '../../core/report.js';
import type { Count } from '../../core/series.js';
import { formatDuration } from '../../core/time.js';
import { countText, numberText } from '../../core/wording.js';
import { type EarlyEnd, earlyEndOf } from './early-end.js';
import type { Row } from './row.js';
import { usualOf } from './usual.js';

/** What the stable instances did in the same minutes, and what that did to the limit; nothing where there are none. */
export function stableRows(report: Report): readonly Row[] {
  const { hasControl, control, controlCovered, after } = report.analysis;
  if (!hasControl || report.rule.plain) return [];
  const row = (text: string): readonly Row[] => [{ label: 'stable', text: `${text}${effectText(report)}` }];
  const end = earlyEndOf(report);
  const byThen = end?.decided === true ? errorsByThen(report, end) : null;
  if (end !== null && byThen !== null) {
    const ratio = report.series.control?.exposureRatio ?? 1;
    const theirs = `${countText(byThen, 'error')} in the same ${formatDuration(end.judgedSeconds * 1000)}`;
    return row(`${theirs} × exposure ratio ${numberText(ratio)} = ${numberText(byThen * ratio)}`);
  }
  if (control === null) {
    const data =
      controlCovered === 0
        ? 'no data'
        : `data in only ${numberText(controlCovered)} of ${countText(after.judged, 'bucket')}`;
    return [{ label: 'stable', text: `${data} after the release: compared with the past alone` }];
  }
  const { errors, covered, median, exposureRatio, level } = control;
  const counted = `${countText(errors, 'error')} in ${countText(covered, 'bucket')}`;
  return row(
    `${counted} · median ${numberText(median)} × exposure ratio ${numberText(exposureRatio)} = ${numberText(level)}`,
  );
}

function effectText(report: Report): string {
  const { level, from } = usualOf(report);
  const before = levelOf(report.analysis.before, report.exposureRatio, report.rule);
  if (level === null || before === null) return '';
  if (from !== 'stable') return ': no more than before, the limit stays';
  return `: raises the level from ${numberText(before)} to ${numberText(level)}`;
}

/** Their errors in the looks that decided; null where they were not looked at so finely. */
function errorsByThen({ series, analysis }: Report, { looks, warmUpLooks, last }: EarlyEnd): number | null {
  if (analysis.guard?.withControl !== true) return null;
  const errors = series.control?.fineAfter?.errors;
  const to = Math.round(last.seconds / looks.bucketSeconds);
  return errors === undefined ? null : sumOf(errors.slice(warmUpLooks, to));
}

function sumOf(counts: readonly Count[]): number {
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
