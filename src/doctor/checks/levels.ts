import { EXIT_CODE } from '../../exit-codes.js';
import type { Check } from '../check.js';

const SHOWN = 8;

/** How levels are spelt, and whether they are understood. */
export const levels: Check = {
  name: 'levels',
  needs: ['layout', 'service'],
  async ask(patient) {
    const { config, examiner, signal } = patient;
    const seen = await examiner.levels(await patient.lastHour(), signal);
    const sum = (rows: typeof seen) => rows.reduce((total, { lines }) => total + lines, 0);
    const [all, understood] = [sum(seen), sum(seen.filter(({ isUnderstood }) => isUnderstood))];
    const spellings = seen
      .slice(0, SHOWN)
      .map(
        ({ spelling, lines, isCounted }) => `${spelling === '' ? '(none)' : spelling} ${lines}${isCounted ? '*' : ''}`,
      )
      .join(', ');
    const percent = `${Math.round((1000 * (all - understood)) / Math.max(all, 1)) / 10} %`;
    const values = { level: config.level, lines: all, understood, spellings: seen };
    if (all === understood) {
      return { status: 'ok', says: `all understood, * counts as ${config.level} or worse: ${spellings}`, values };
    }
    const isMost = understood * 2 < all;
    return {
      status: isMost ? 'failure' : 'warning',
      says: `${percent} of the lines carry no level that is understood: ${spellings}`,
      fix: 'Name the column that holds the level with --columns level=NAME, or set levels where the lines are written.',
      ...(isMost && { code: EXIT_CODE.inconclusive }),
      values,
    };
  },
};
