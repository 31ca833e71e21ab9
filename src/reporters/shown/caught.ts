import type { Report } from '../../core/report.js';
import { averageText, countText, numberText } from '../../core/wording.js';
import type { Row } from './row.js';

/** What a pass would have seen. */
export function caughtRows({ verdict, analysis: { smallestCaught, control } }: Report): readonly Row[] {
  if (verdict !== 'pass' || smallestCaught === null) return [];
  const { errors, ratio } = smallestCaught;
  const times = ratio === null ? '' : `, ${numberText(ratio)} × ${averageText(control)}`;
  return [{ label: 'would catch', text: `from ${countText(errors, 'error')} on${times}` }];
}
