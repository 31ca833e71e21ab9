import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { countLines, expectOnly, expectTruth, LAYOUT_WINDOWS } from '../../../helpers/layout-lines.js';
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

test('selects by attributes of the resource and of the line, and a missing one matches nothing', async () => {
  const count = (key: string, value: string) => countLines(engine, CLICKSTACK, { canary: [{ key, value }] });
  const all = await countLines(engine, CLICKSTACK, {});
  const hosts = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((host) => count('host', `web-${host}`)));
  expect([Math.min(...hosts) > 0, hosts.reduce((sum, one) => sum + one, 0)]).toEqual([true, all]);
  expect(await count('attr:k8s.deployment.name', 'deployment-of-web-3')).toBe(hosts[3]);
  expect([await count('host', 'web-*'), await count('attr:exception.type', 'E')]).toEqual([all, all]);
  expect([await count('pod', '*'), await count('version', ''), await count('attr:none', '*')]).toEqual([0, 0, 0]);
  const staging = await countLines(engine, CLICKSTACK, { environment: 'staging' });
  const production = await countLines(engine, CLICKSTACK, { environment: 'production' });
  expect([Math.min(staging, production) > 0, staging + production]).toEqual([true, all]);
});

test('levels that were never set are told as such, line by line', async () => {
  await engine.run(
    `INSERT INTO clickstack_logs (Timestamp, ServiceName, Body) SELECT fromUnixTimestamp64Milli(${LAYOUT_WINDOWS[0]!.releaseMs}), 'silent', 'ERROR: no level' FROM numbers(40)`,
  );
  const { buckets } = await engine.read({ table: CLICKSTACK.table }, { service: 'silent' }, LAYOUT_WINDOWS[0]!);
  expect(buckets).toMatchObject([{ lines: 40, errors: 0, recognised: 0 }]);
});
