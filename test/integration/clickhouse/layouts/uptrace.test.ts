import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { countLines, expectOnly, expectTruth, LAYOUT_WINDOWS } from '../../../helpers/layout-lines.js';
import { queryByHand } from '../../../helpers/layout-tables/layout-table.js';
import { createUptraceLogs, fillUptraceLogs, UPTRACE, UPTRACE_WEIGHT } from '../../../helpers/layout-tables/uptrace.js';

const filled = { ...UPTRACE, clockUs: 1_000_000, weight: UPTRACE_WEIGHT };
let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  await engine.run(...UPTRACE.create, ...UPTRACE.fill);
});

afterAll(() => engine.close());

test('is recognised as itself and nothing else', () => expectOnly(engine, filled));

describe.each(LAYOUT_WINDOWS)('Uptrace around $releaseMs', (windows) => {
  test('sums what every row stands for, and reads no more than a query by hand', async () => {
    const rowsRead = await expectTruth(engine, filled, windows);
    const hand = await engine.ask(queryByHand(UPTRACE, windows));
    expect(rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
  });
});

test('selects by columns and by the other attributes, and a missing one matches nothing', async () => {
  const count = (key: string, value: string) => countLines(engine, filled, { canary: [{ key, value }] });
  const all = await countLines(engine, filled, {});
  expect(await count('host', 'web-*')).toBe(all);
  expect(await count('attr:host.name', 'web-*')).toBe(all);
  const pods = [await count('pod', 'pod-0'), await count('attr:k8s.pod.name', 'pod-1')];
  expect([Math.min(...pods) > 0, pods[0]! + pods[1]!]).toEqual([true, all]);
  expect([await count('version', '*'), await count('instance', ''), await count(`attr:it's`, '*')]).toEqual([0, 0, 0]);
  const staging = await countLines(engine, filled, { environment: 'staging' });
  expect(staging + (await countLines(engine, filled, { environment: 'production' }))).toBe(all);
  expect(await countLines(engine, filled, { service: `service-7' OR '1` })).toBe(0);
});

test('a severity that Uptrace did not understand is told apart', async () => {
  const { buckets } = await engine.read({ table: 'logs_index' }, { service: 'service-7' }, LAYOUT_WINDOWS[0]!);
  const [lines, recognised] = [
    buckets.reduce((sum, one) => sum + one.lines, 0),
    buckets.reduce((sum, one) => sum + (one.recognised ?? 0), 0),
  ];
  expect(lines - recognised).toBeGreaterThan(lines / 60);
  expect(lines - recognised).toBeLessThan(lines / 40);
});

test('the first generation, without counts, counts rows', async () => {
  await engine.run(createUptraceLogs('logs_index_0', ''), fillUptraceLogs('logs_index_0', ['', '']));
  await expectTruth(engine, { ...filled, table: 'logs_index_0', weight: '1' }, LAYOUT_WINDOWS[1]!);
});
