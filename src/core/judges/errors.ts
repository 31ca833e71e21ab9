import type { Analysis } from '../analysis.js';
import { fewestBuckets, FEWEST_ERRORS, isEnoughErrors } from '../evidence.js';
import type { Finding } from '../verdict.js';
import { certainLook } from './guard.js';
import { averageText, countText, numberText, oddsText } from '../wording.js';

/** Does the canary show more errors than sensitivity × usual, and more than chance would? */
export function judgeErrors(analysis: Analysis): Finding | null {
  const { after, level, limit, evidence } = analysis;
  if (level === null || limit === null || after.judged === 0) return null;
  const common = { judge: 'errors', observed: after.errors, limit, unit: 'errors' } as const;
  const counted = `${countText(after.errors, 'error')} in ${countText(after.judged, 'bucket')} after the release`;
  const allowed = `the limit is ${numberText(limit)} (${limitText(analysis, level)})`;

  if (after.errors <= limit) {
    const because = `${counted}, ${allowed}${caughtText(analysis)}.`;
    // Where the guard was certain, errors that came back within the limit by the end excuse nothing.
    const outcome = hasFired(analysis) ? 'note' : 'pass';
    return { ...common, code: 'errors-within-limit', outcome, because };
  }
  if (evidence.unremarkable) {
    const because = `${counted}, ${allowed}, but so few often come by chance${caughtText(analysis)}.`;
    return { ...common, code: 'errors-within-chance', outcome: hasFired(analysis) ? 'note' : 'pass', because };
  }
  if (after.cappedErrors <= limit) {
    const because = `${counted}, ${allowed}, but ${burstText(analysis)}.`;
    return { ...common, code: 'single-burst', outcome: 'unknown', because };
  }
  if (!evidence.enough) {
    const because = `${counted}, ${allowed}, but ${doubtText(analysis)}.`;
    return { ...common, code: 'too-few-errors', outcome: 'unknown', because };
  }
  const because = `${counted}${missingText(analysis)}, ${allowed}${chanceText(analysis)}.`;
  return { ...common, code: 'errors-over-limit', outcome: 'fail', because };
}

function hasFired(analysis: Analysis): boolean {
  return certainLook(analysis) !== null;
}

function limitText({ rule, before, exposureRatio, control }: Analysis, level: number): string {
  if (control !== null && control.level === level && level > 0) {
    const share = ` at ${numberText(control.exposureRatio)} × their exposure`;
    return `${numberText(rule.sensitivity)} × the ${numberText(level)} a bucket of the stable instances${share}`;
  }
  if (before.errors === 0) return 'there was no error before';
  const usual = rule.plain ? 'the median' : 'the usual';
  const share = exposureRatio === 1 ? '' : ` at ${numberText(exposureRatio)} × the exposure`;
  return `${numberText(rule.sensitivity)} × ${usual} ${numberText(level)} a bucket${share}`;
}

function caughtText({ smallestCaught, control }: Analysis): string {
  if (smallestCaught === null) return '; a single bucket can never be rolled back';
  const { ratio } = smallestCaught;
  const times = ratio === null ? '' : ` (${numberText(ratio)} × ${averageText(control)})`;
  return `; ${numberText(smallestCaught.errors)}${times} would have been rolled back`;
}

function burstText({ after }: Analysis): string {
  if (after.errors === 1) return 'it is a single error';
  if (after.heldBuckets > 1) return 'one or two bursts brought them, as before the release, and those are not a rise';
  const share = after.largest === after.errors ? 'all of them' : numberText(after.largest);
  return `${share} fell into one bucket, and one burst is not a rise`;
}

function doubtText({ after, evidence, bucketSeconds }: Analysis): string {
  if (after.cappedErrors < FEWEST_ERRORS) return `fewer than ${FEWEST_ERRORS} are never a rise`;
  if (!isEnoughErrors(after.cappedErrors, after.bucketsWithErrors, bucketSeconds)) {
    return `so few in fewer than ${fewestBuckets(bucketSeconds)} buckets are not a rise`;
  }
  return `too few to be sure${evidence.countP === null ? '' : `: chance alone gives as many ${oddsText(evidence.countP)}`}`;
}

function chanceText({ evidence }: Analysis): string {
  if (evidence.countP === null) return '';
  const p = Math.min(evidence.countP, evidence.rankP ?? 1);
  return `; by chance alone ${oddsText(p)}`;
}

function missingText({ after }: Analysis): string {
  const missing = after.judged - after.covered;
  if (missing === 0) return '';
  return ` even if the ${missing === 1 ? 'missing bucket' : `${numberText(missing)} missing buckets`} held no error`;
}
