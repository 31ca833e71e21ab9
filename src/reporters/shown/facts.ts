import type { Report, ReportInterval } from '../../core/report.js';
import type { Count, Series } from '../../core/series.js';
import { formatDuration } from '../../core/time.js';
import { countText, numberText } from '../../core/wording.js';
import { dateOf, timeBeside, timeOfDay } from '../clock.js';
import { type EarlyEnd, earlyEndOf } from './early-end.js';
import { evidenceRow } from './evidence.js';
import type { Row } from './row.js';
import { stableRows } from './stable.js';
import { usualOf } from './usual.js';

/** What was compared, and the way from the counts to the limit, a row each. */
export function factRows(report: Report): readonly Row[] {
  const { release, windows, series, analysis } = report;
  const end = earlyEndOf(report);
  return [
    { label: 'counted', text: countedText(report) },
    ...(release.at === null ? [] : [{ label: 'release', text: `${dateOf(release.at)} ${timeOfDay(release.at)} UTC` }]),
    { label: 'before', text: windowText(series.before, windows?.before ?? null, report) },
    {
      label: 'after',
      text: end === null ? windowText(series.after, windows?.after ?? null, report) : looksText(end, report),
    },
    ...stableRows(report),
    { label: 'level', text: levelText(report) },
    { label: 'limit', text: limitText(report, end), ink: analysis.limit === null ? 'plain' : 'limit' },
    ...(end?.decided === true ? [] : [evidenceRow(report)]),
  ];
}

function countedText({ source }: Report): string {
  const what = source.level === null ? 'errors' : `lines at ${source.level} or worse`;
  const whose = source.canary.length === 0 ? '' : ` of ${source.canary.join(', ')}`;
  const where = source.table === null ? source.name : `${source.table} at ${source.name}`;
  return `${what}${whose} in ${where}`;
}

function windowText({ errors, lines }: Series, interval: ReportInterval | null, report: Report): string {
  const bucketMs = report.bucketSeconds * 1000;
  const length = formatDuration(errors.length * bucketMs);
  const when = interval === null ? length : intervalText(interval, report.release.at ?? interval.from);
  const grid = `${countText(errors.length, 'bucket')} of ${formatDuration(bucketMs)}`;
  const totalLines = totalOf(lines);
  const ofLines = totalLines === null ? '' : ` in ${countText(totalLines, 'line')}`;
  return `${when} · ${grid} · ${countText(totalOf(errors) ?? 0, 'error')}${ofLines}`;
}

/** An early rollback may end the window before a bucket is whole: what was looked at is told as it was. */
function looksText({ looks }: EarlyEnd, { windows, release }: Report): string {
  const lookMs = looks.bucketSeconds * 1000;
  const length = formatDuration(looks.errors.length * lookMs);
  const when = windows === null ? length : intervalText(windows.after, release.at ?? windows.after.from);
  const grid = `${countText(looks.errors.length, 'look')} of ${formatDuration(lookMs)}`;
  return `${when} · ${grid} · ${countText(totalOf(looks.errors) ?? 0, 'error')}`;
}

function intervalText({ from, to }: ReportInterval, release: string): string {
  return `${timeBeside(from, release)} – ${timeBeside(to, release)}`;
}

function levelText(report: Report): string {
  const { analysis, exposureRatio, bucketSeconds } = report;
  const { level, from } = usualOf(report);
  if (level === null) return 'not known, without data from before';
  const scaled = exposureRatio === 1 ? '' : ` at ${numberText(exposureRatio)} × the exposure`;
  const basis = `median ${numberText(analysis.before.median ?? 0)}, mean ${numberText(analysis.before.mean ?? 0)}`;
  const usual = `${countText(level, 'error')} usual per ${formatDuration(bucketSeconds * 1000)}`;
  return from === 'stable' ? `${usual} by stable (before: ${basis}${scaled})` : `${usual}${scaled} (before: ${basis})`;
}

function limitText(report: Report, end: EarlyEnd | null): string {
  const { analysis, rule, bucketSeconds } = report;
  const { level } = usualOf(report);
  if (level === null || analysis.limit === null) return 'not known, without data from before';
  const factors = `sensitivity ${numberText(rule.sensitivity)} × level ${numberText(level)}`;
  if (end?.decided !== true) {
    return `${countText(analysis.limit, 'error')} = ${factors} × ${countText(analysis.after.judged, 'bucket')}`;
  }
  const [judged, bucket] = [end.judgedSeconds, bucketSeconds].map((seconds) => formatDuration(seconds * 1000));
  return `${countText(end.last.limit, 'error')} by then = ${factors} × ${judged} / ${bucket}`;
}

/** Sum of the buckets that have data; null where none has. */
function totalOf(counts: readonly Count[]): number | null {
  return counts.reduce<number | null>((sum, count) => (count === null ? sum : (sum ?? 0) + count), null);
}
