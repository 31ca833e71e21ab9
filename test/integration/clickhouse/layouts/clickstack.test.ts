import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { expectOnly, expectTruth, LAYOUT_WINDOWS } from '../../../helpers/layout-lines.js';
import { CLICKSTACK } from '../../../helpers/layout-tables/clickstack.js';
import { queryByHand } from '../../../helpers/layout-tables/layout-table.js';

let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  await engine.run(...CLICKSTACK.create, ...CLICKSTACK.fill);
});

afterAll(() => engine.close());

test('is recognised as itself and nothing else', () => expectOnly(engine, CLICKSTACK));

describe.each(LAYOUT_WINDOWS)('ClickStack around $releaseMs', (windows) => {
  test('counts every line, and reads no more than a query by hand', async () => {
    const rowsRead = await expectTruth(engine, CLICKSTACK, windows);
    const hand = await engine.ask(queryByHand(CLICKSTACK, windows));
    expect(rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
    expect(rowsRead).toBeLessThan(50_000);
  });
});

test('levels that were never set are told as such, line by line', async () => {
  await engine.run(
    `INSERT INTO clickstack_logs (Timestamp, ServiceName, Body) SELECT fromUnixTimestamp64Milli(${LAYOUT_WINDOWS[0]!.releaseMs}), 'silent', 'ERROR: no level' FROM numbers(40)`,
  );
  const { buckets } = await engine.read({ table: CLICKSTACK.table }, { service: 'silent' }, LAYOUT_WINDOWS[0]!);
  expect(buckets).toMatchObject([{ lines: 40, errors: 0, recognised: 0 }]);
});
