import type { GuardLook } from '../../core/guard.js';
import type { Report } from '../../core/report.js';
import { numberText } from '../../core/wording.js';

/** The evidence for an early rollback over time. JSON-safe. */
export interface EvidenceData {
  readonly looks: readonly EvidenceLook[];
  /** Seconds after the release at which it was certain; null when it never was. */
  readonly firedAt: number | null;
  /** Powers of ten that are written at the axis. */
  readonly marks: readonly number[];
}

export interface EvidenceLook {
  /** Seconds after the release. */
  readonly seconds: number;
  /** Powers of ten: 2 is 100 : 1 for a rise; never below 0, where the errors speak for no rise. */
  readonly odds: number;
  /** Powers of ten at which it is enough. */
  readonly enough: number;
}

/** More looks than this are joined, each point showing the strongest of its own. */
const MOST_POINTS = 600;

/** What the looks came to; null where nobody looked. */
export function evidenceDataOf({ analysis: { guard } }: Report): EvidenceData | null {
  if (guard === null || guard.looks.length === 0) return null;
  const size = Math.ceil(guard.looks.length / MOST_POINTS);
  const looks = Array.from({ length: Math.ceil(guard.looks.length / size) }, (_, index) =>
    pointOf(guard.looks.slice(index * size, (index + 1) * size)),
  );
  return { looks: looks.flat(), firedAt: guard.firedAtSeconds, marks: marksOf(looks.flat()) };
}

/** A line of text, as a share of the height of the chart. */
const LINE_SHARE = 0.12;

/** No evidence, what is enough, and the most it came to; the first and the last only where they do not stand in the second. */
export function marksOf(looks: readonly EvidenceLook[]): readonly number[] {
  const enough = looks[0]?.enough ?? 1;
  const top = Math.max(enough, ...looks.map(({ odds }) => odds));
  return [0, enough, top].filter((mark, nth) => nth === 1 || Math.abs(mark - enough) >= LINE_SHARE * top);
}

function pointOf(looks: readonly GuardLook[]): readonly EvidenceLook[] {
  const strongest = [...looks].sort((a, b) => b.logEvidence - a.logEvidence).slice(0, 1);
  return strongest.map(({ seconds, logEvidence, threshold }) => ({
    seconds,
    odds: Math.max(0, logEvidence / Math.LN10),
    enough: Math.log10(threshold),
  }));
}

/** A power of ten as odds, `25 : 1`. */
export function oddsOf(power: number): string {
  return power >= 6 ? `1e${Math.floor(power)} : 1` : `${numberText(Math.floor(10 ** power + 1e-9))} : 1`;
}
