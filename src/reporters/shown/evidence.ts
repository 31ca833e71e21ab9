import { isEnoughErrors } from '../../core/evidence.js';
import type { Report } from '../../core/report.js';
import { numberText, oddsText } from '../../core/wording.js';
import type { Row } from './row.js';

/** Chance that brings so many errors at most this often is worth a word although they are within the limit. */
const RARE = 0.05;

/** Whether the errors are more than chance; within the limit nobody has to ask. */
export function evidenceRow({ analysis: { evidence, after, level, limit, control }, ...report }: Report): Row {
  const row = (text: string): Row => ({ label: 'evidence', text });
  if (report.rule.plain) return row('not asked for: plain mode compares the bare numbers');
  if (level === null || limit === null || evidence.countP === null) return row('none, without data from before');
  if (after.judged === 0) return row('none, without a bucket to judge');
  const odds = oddsText(evidence.countP);
  const chance = `${control === null ? '' : 'beside stable, '}chance gives so many ${odds}`;
  if (after.errors <= limit) {
    return row(
      evidence.countP > RARE
        ? `not over the limit: chance gives so many ${odds}`
        : `not over the limit, but above usual: ${odds} by chance`,
    );
  }
  if (evidence.unremarkable) return row(`over the limit, but so few mean nothing: ${chance}`);
  const capped = after.cappedErrors < after.errors ? heldText(after) : null;
  if (after.cappedErrors <= limit) return row(`not enough: ${capped ?? chance}`);
  if (!isEnoughErrors(after.cappedErrors, after.bucketsWithErrors, report.bucketSeconds)) {
    return row(`not enough: so few in so few buckets are never a rise, though ${chance}`);
  }
  const byRanks = evidence.rankP === null ? '' : `, by ranks ${oddsText(evidence.rankP)}`;
  const sure = evidence.enough ? 'enough' : 'not enough to be sure';
  return row(`${sure}: ${chance}${byRanks}${capped === null ? '' : `; ${capped}`}`);
}

function heldText({ cappedErrors, heldBuckets }: Report['analysis']['after']): string {
  const held = heldBuckets > 1 ? `the ${heldBuckets} largest buckets` : 'the largest bucket';
  return `counted as ${numberText(cappedErrors)}, ${held} held to the others`;
}
