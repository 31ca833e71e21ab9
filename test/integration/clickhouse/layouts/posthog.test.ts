import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { countLines, expectOnly, expectTruth, LAYOUT_WINDOWS } from '../../../helpers/layout-lines.js';
import { queryByHand } from '../../../helpers/layout-tables/layout-table.js';
import { POSTHOG } from '../../../helpers/layout-tables/posthog.js';

let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  await engine.run(
    ...POSTHOG.create,
    ...POSTHOG.fill,
    `CREATE TABLE logs_distributed AS remote('127.0.0.1', currentDatabase(), 'logs34')`,
  );
});

afterAll(() => engine.close());

test('is recognised as itself and nothing else', () => expectOnly(engine, POSTHOG));

describe.each(LAYOUT_WINDOWS)('PostHog around $releaseMs', (windows) => {
  test('counts every line, and reads no more than a query by hand', async () => {
    const rowsRead = await expectTruth(engine, POSTHOG, windows);
    const hand = await engine.ask(queryByHand(POSTHOG, windows));
    expect(rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
    expect(rowsRead).toBeLessThan(600_000);
  });
});

test('selects by attributes of the resource and of the line, and a missing one matches nothing', async () => {
  const count = (key: string, value: string) => countLines(engine, POSTHOG, { canary: [{ key, value }] });
  const all = await countLines(engine, POSTHOG, {});
  expect(await count('host', 'web-*')).toBe(all);
  expect(await count('attr:exception.type', 'E')).toBe(all);
  expect([await count('pod', '*'), await count('version', ''), await count(`attr:it's`, '*')]).toEqual([0, 0, 0]);
  const staging = await countLines(engine, POSTHOG, { environment: 'staging' });
  expect(staging + (await countLines(engine, POSTHOG, { environment: 'production' }))).toBe(all);
  expect(await countLines(engine, POSTHOG, { service: `service-7' OR '1` })).toBe(0);
});

test('the table in front of a generation is read by the key of the generation', async () => {
  const direct = await expectTruth(engine, POSTHOG, LAYOUT_WINDOWS[1]!);
  const through = await expectTruth(engine, { ...POSTHOG, table: 'logs_distributed' }, LAYOUT_WINDOWS[1]!);
  expect(through).toBeLessThanOrEqual(1.3 * direct);
});
