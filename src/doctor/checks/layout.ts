import { EXIT_CODE } from '../../exit-codes.js';
import type { Check } from '../check.js';

/** What the table was taken for. */
export const layout: Check = {
  name: 'layout',
  needs: ['table'],
  async ask(patient) {
    const [{ stores }, { name, title, reasons, isSettled }] = [await patient.facts(), await patient.layout()];
    const keys = stores.map(({ table, sortingKey, partitionKey }) => ({ table, sortingKey, partitionKey }));
    const values = { layout: name, reasons, keys };
    if (!isSettled) {
      return {
        status: 'failure',
        says: 'the table is empty, and only a value can tell the unit of its times',
        fix: 'Name the log table with --table, or wait for the first lines.',
        code: EXIT_CODE.inconclusive,
        values,
      };
    }
    await patient.examiner.checkSelectors(patient.signal);
    const because = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
    return { status: 'ok', says: `${name} (${title})${because}`, values };
  },
};
