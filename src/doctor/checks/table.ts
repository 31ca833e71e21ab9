import type { Check } from '../check.js';

/** Whether the table is there and may be looked at. */
export const table: Check = {
  name: 'table',
  needs: ['login'],
  async ask(patient) {
    const { engine, columns, stores, isSpread } = await patient.facts();
    const behind = stores.map((store) => store.table);
    const values = { engine, columns: columns.length, stores: behind, isSpread };
    const through = engine.endsWith('MergeTree') || behind.length === 0 ? '' : `, in front of ${behind.join(', ')}`;
    const says = `${engine === '' ? 'a table' : engine} with ${columns.length} columns${through}${isSpread ? ', spread over servers' : ''}`;
    return { status: 'ok', says, values };
  },
};
