import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { expectTruth, LAYOUT_WINDOWS } from '../../../helpers/layout-lines.js';
import { APP_LOGS } from '../../../helpers/layout-tables/columns.js';
import { queryByHand } from '../../../helpers/layout-tables/layout-table.js';

let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  await engine.run(...APP_LOGS.create, ...APP_LOGS.fill);
});

afterAll(() => engine.close());

test.each(LAYOUT_WINDOWS)(
  'counts every line of a table of one’s own, and reads no more than a query by hand around $releaseMs',
  async (windows) => {
    const rowsRead = await expectTruth(engine, APP_LOGS, windows);
    const hand = await engine.ask(queryByHand(APP_LOGS, windows));
    expect(rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
  },
);
