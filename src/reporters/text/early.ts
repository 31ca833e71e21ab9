import type { GuardFigures, GuardLook } from '../../core/guard.js';
import type { Report } from '../../core/report.js';
import type { Rule } from '../../core/rule.js';
import { formatDuration } from '../../core/time.js';
import { evidenceText, numberText } from '../../core/wording.js';
import type { Pen } from './pen.js';
import type { Row } from '../shown/row.js';
import { LABEL_COLUMNS } from './rows.js';
import { sparkline } from './sparkline.js';
import { displayWidth } from './width.js';

/** The picture of the evidence is never wider than this, and narrower where that saves a line. */
const MOST_CELLS = 20;
const FEWEST_CELLS = 5;

/** The largest sensitivity for which the bound on false alarms was computed. */
const LARGEST_BOUNDED = 3;

/** What the looks while waiting came to, with a picture of the evidence over time; nothing where nobody looked. */
export function earlyRows({ analysis: { guard }, rule }: Report, pen: Pen): readonly Row[] {
  if (guard === null) return [];
  const best = guard.looks.reduce<GuardLook | null>(
    (most, look) => (most === null || shareOf(look) > shareOf(most) ? look : most),
    null,
  );
  // The warm-up may have taken all there was to look at.
  if (best === null) return [];
  const text = guard.firedAtSeconds === null ? uncertainText(best, guard, rule) : certainText(guard);
  const room = pen.columns - LABEL_COLUMNS - displayWidth(pen.safe(text)) - 1;
  const cells = Math.min(Math.max(room, FEWEST_CELLS), MOST_CELLS);
  const picture = sparkline(guard.looks.map(shareOf), 1, pen.glyphs.bar, cells);
  return [
    { label: 'early', text: `${text} ${picture}` },
    ...(guard.firedAtSeconds === null ? [] : [{ label: '', text: boundText(guard, rule) }]),
  ];
}

/** The evidence as a share of what is enough at that look, both as logarithms. */
function shareOf({ logEvidence, threshold }: GuardLook): number {
  return logEvidence / Math.log(threshold);
}

function certainText({ looks, firedAtSeconds }: GuardFigures): string {
  const last = looks.at(-1);
  const after = formatDuration((firedAtSeconds ?? 0) * 1000);
  return `certain after ${after}: evidence ${evidenceText(last?.logEvidence ?? 0)}, ${numberText(last?.threshold ?? 0)} : 1 is enough`;
}

function uncertainText(best: GuardLook, guard: GuardFigures, rule: Rule): string {
  const enough = `${numberText(Math.floor(best.threshold))} : 1`;
  if (shareOf(best) >= 1) {
    return `not certain: evidence ${evidenceText(best.logEvidence)}, but errors too few or within the limit by then`;
  }
  if (best.logEvidence < Math.LN2) return `not certain: no evidence of more than ${ratioText(guard, rule)}`;
  return `not certain: at most ${evidenceText(best.logEvidence)} of the ${enough} it takes`;
}

/**
 * How often it is wrong at most, and where that ends: Poisson errors by dynamic programming in the tests (guard-bound.test.ts), the
 * others as simulated at sensitivity 2.
 */
function boundText({ mode }: GuardFigures, { sensitivity }: Rule): string {
  if (mode === 'eager') {
    const between = sensitivity === 2 ? '; 10 to 18 % at 1.5 ×' : ', more above it';
    return `false alarms at the usual rate: ≤ 1 % by chance${between}`;
  }
  if (sensitivity > LARGEST_BOUNDED) return `false alarms: a bound is known up to ${LARGEST_BOUNDED} × only`;
  const bursts = sensitivity === 2 ? ', bursts 3 %, waves 8 %' : ', more in bursts and waves';
  return `false alarms at exactly ${numberText(Math.max(sensitivity, 1))} ×: ≤ 1 % by chance${bursts}`;
}

function ratioText({ mode }: GuardFigures, { sensitivity }: Rule): string {
  return mode === 'eager' ? 'any rise' : `${numberText(Math.max(sensitivity, 1))} × the errors`;
}
