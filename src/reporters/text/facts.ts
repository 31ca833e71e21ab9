import type { Report, ReportInterval } from '../../core/report.js';
import type { Count, Series } from '../../core/series.js';
import { formatDuration } from '../../core/time.js';
import { countText, numberText, oddsText } from '../../core/wording.js';
import { dateOf, timeBeside, timeOfDay } from '../clock.js';
import type { Row } from './rows.js';

/** What was compared, and the way from the counts to the limit, a row each. */
export function factRows(report: Report): readonly Row[] {
  const { release, windows, series, analysis } = report;
  return [
    { label: 'counted', text: countedText(report) },
    ...(release.at === null ? [] : [{ label: 'release', text: `${dateOf(release.at)} ${timeOfDay(release.at)} UTC` }]),
    { label: 'before', text: windowText(series.before, windows?.before ?? null, report) },
    { label: 'after', text: windowText(series.after, windows?.after ?? null, report) },
    { label: 'level', text: levelText(report) },
    { label: 'limit', text: limitText(report), ink: analysis.limit === null ? 'plain' : 'limit' },
    { label: 'evidence', text: evidenceText(report) },
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

function intervalText({ from, to }: ReportInterval, release: string): string {
  return `${timeBeside(from, release)} – ${timeBeside(to, release)}`;
}

function levelText({ analysis: { level, before }, exposureRatio, bucketSeconds }: Report): string {
  if (level === null) return 'not known, without data from before';
  const scaled = exposureRatio === 1 ? '' : ` at ${numberText(exposureRatio)} × the exposure`;
  const basis = `before: median ${numberText(before.median ?? 0)}, mean ${numberText(before.mean ?? 0)}`;
  return `${countText(level, 'error')} usual per ${formatDuration(bucketSeconds * 1000)}${scaled} (${basis})`;
}

function limitText({ analysis: { level, limit, after }, rule }: Report): string {
  if (level === null || limit === null) return 'not known, without data from before';
  const factors = [
    `sensitivity ${numberText(rule.sensitivity)}`,
    `level ${numberText(level)}`,
    countText(after.judged, 'bucket'),
  ];
  return `${countText(limit, 'error')} = ${factors.join(' × ')}`;
}

function evidenceText({ analysis: { evidence, after, level }, rule }: Report): string {
  if (rule.plain) return 'not asked for: plain mode compares the bare numbers';
  if (level === null || evidence.countP === null) return 'none, without data from before';
  const byRanks = evidence.rankP === null ? '' : `, such ranks ${oddsText(evidence.rankP)}`;
  const capped =
    after.cappedErrors < after.errors
      ? `; counted as ${numberText(after.cappedErrors)}, the largest bucket held to its neighbours`
      : '';
  return `${evidence.enough ? 'enough' : 'not enough'}: chance gives so many ${oddsText(evidence.countP)}${byRanks}${capped}`;
}

/** Sum of the buckets that have data; null where none has. */
function totalOf(counts: readonly Count[]): number | null {
  return counts.reduce<number | null>((sum, count) => (count === null ? sum : (sum ?? 0) + count), null);
}
