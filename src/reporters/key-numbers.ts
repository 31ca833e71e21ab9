import type { Report } from '../core/report.js';
import { formatDuration } from '../core/time.js';
import { countText, evidenceText, numberText, oddsText } from '../core/wording.js';
import { earlyEndOf } from './shown/early-end.js';
import { usualOf } from './shown/usual.js';

/** One number of the decision, in words of our own. */
export interface KeyNumber {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

/** The four numbers that a reader looks for first; only those that are known. */
export function keyNumbers(report: Report): readonly KeyNumber[] {
  const { analysis, rule } = report;
  const { level, limit: limitOfBucket } = usualOf(report);
  if (analysis.limit === null || level === null || limitOfBucket === null || analysis.after.judged === 0) return [];
  const end = earlyEndOf(report);
  const bucket = formatDuration(report.bucketSeconds * 1000);
  const { errors, limit, span } =
    end?.decided === true
      ? { errors: end.last.errors, limit: end.last.limit, span: formatDuration(end.judgedSeconds * 1000) }
      : {
          ...analysis.after,
          limit: analysis.limit,
          span: `${countText(analysis.after.judged, 'bucket')} of ${bucket}`,
        };
  const usual = limit / rule.sensitivity;
  return [
    { name: 'errors after the release', value: numberText(errors), note: `in ${span}` },
    // The chart shows the limit of a bucket: both numbers must meet somewhere.
    {
      name: 'limit',
      value: numberText(limit),
      note: `${numberText(rule.sensitivity)} × the usual, ${numberText(limitOfBucket)} per ${bucket}`,
    },
    ...(usual > 0
      ? [
          {
            name: 'times the usual',
            value: `${numberText(errors / usual)} ×`,
            note: `usual is ${numberText(level)} per ${bucket}`,
          },
        ]
      : []),
    sureness(report),
  ];
}

/** How sure it is: how soon where the looks were certain, else how often chance alone would do it. */
function sureness({ analysis: { guard, evidence }, rule }: Report): KeyNumber {
  if (guard !== null && guard.firedAtSeconds !== null) {
    const odds = evidenceText(guard.looks.at(-1)?.logEvidence ?? 0);
    return { name: 'certain after', value: formatDuration(guard.firedAtSeconds * 1000), note: `evidence ${odds}` };
  }
  if (evidence.countP === null)
    return { name: 'by chance', value: 'not asked', note: rule.plain ? 'plain mode compares bare numbers' : '' };
  return {
    name: 'by chance alone',
    value: oddsText(evidence.countP).replace(' of the time', ''),
    note: chanceNote(evidence.countP),
  };
}

function chanceNote(p: number): string {
  return oddsText(p).endsWith(' of the time') ? 'of the time, there are so many' : 'there are so many';
}
