import { windowsOf } from '../../config/judge-checks.js';
import type { Check } from '../check.js';

/** A small table is read as a whole without harm. */
const FEW_GRANULES = 100;
const SMALL_SHARE = 0.5;

/** Whether the table's keys lead to the lines, or everything has to be read. */
export const indexUse: Check = {
  name: 'index',
  needs: ['layout'],
  async ask(patient) {
    const { config, examiner, signal } = patient;
    const { windows } = windowsOf(config, Math.floor((await patient.serverNowMs()) / 1000) * 1000 - config.waitMs);
    const use = await examiner.indexUse(windows, windows.after.toMs, signal);
    const { selectedGranules, totalGranules, keys, unindexed } = use;
    const fix =
      'ORDER BY service and time, or see `canary-verdict explain heavy-read`; --max-rows holds each read in check.';
    if (unindexed.length > 0) {
      const says = `reads all of ${unindexed.join(', ')}: the sorting key does not lead to the lines`;
      return { status: 'warning', says, fix, values: { ...use } };
    }
    const says = `reads ${selectedGranules} of ${totalGranules} blocks of rows${keys.length === 0 ? '' : ` by ${keys.join(', ')}`}`;
    if (totalGranules < FEW_GRANULES || selectedGranules <= totalGranules * SMALL_SHARE) {
      return { status: 'ok', says, values: { ...use } };
    }
    return {
      status: 'warning',
      says: `${says}: the sorting key does not lead to the lines`,
      fix,
      values: { ...use },
    };
  },
};
