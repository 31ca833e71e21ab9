import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { countLines, expectOnly, expectTruth, LAYOUT_WINDOWS } from '../../../helpers/layout-lines.js';
import { GIGAPIPE } from '../../../helpers/layout-tables/gigapipe.js';
import { queryByHand } from '../../../helpers/layout-tables/layout-table.js';
import { NEVER, windowsAround } from '../../../helpers/log-source.js';

const filled = GIGAPIPE[0]!;
let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  for (const { create, fill } of GIGAPIPE) await engine.run(...create, ...fill);
});

afterAll(() => engine.close());

test('is recognised as itself and nothing else', () => expectOnly(engine, filled));

describe.each(GIGAPIPE)('$table', (samples) => {
  test.each(LAYOUT_WINDOWS)(
    'counts lines, and reads no more than a query by hand around $releaseMs',
    async (windows) => {
      const rowsRead = await expectTruth(engine, samples, windows);
      const hand = await engine.ask(queryByHand(samples, windows));
      expect(rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
      expect(rowsRead).toBeLessThan(150_000);
    },
  );
});

test('selects by labels, and a missing one matches nothing', async () => {
  const count = (key: string, value: string) => countLines(engine, filled, { canary: [{ key, value }] });
  const all = await countLines(engine, filled, {});
  expect(await count('host', 'web-*')).toBe(all);
  const hosts = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((host) => count('attr:host', `web-${host}`)));
  expect(hosts.reduce((sum, one) => sum + one, 0)).toBe(all);
  expect([await count('pod', '*'), await count('version', ''), await count(`attr:it's`, '*')]).toEqual([0, 0, 0]);
  const staging = await countLines(engine, filled, { environment: 'staging' });
  expect(staging + (await countLines(engine, filled, { environment: 'production' }))).toBe(all);
  expect(await countLines(engine, filled, { service: `service-7' OR '1` })).toBe(0);
  expect(await count('colour', 'red').catch(String)).toContain('--canary knows no key "colour"');
});

test('a written level speaks before a detected one, and a series without either is not understood', async () => {
  await engine.run(
    `INSERT INTO time_series (date, fingerprint, labels, type) VALUES
      ('2026-03-05', 9001, '{"app":"odd","level":"info","detected_level":"error"}', 1),
      ('2026-03-05', 9002, '{"app":"odd","detected_level":"error"}', 1),
      ('2026-03-05', 9003, '{"app":"odd"}', 1)`,
    `INSERT INTO samples_v3 (fingerprint, timestamp_ns, type) SELECT 9001 + number, 1772712000000000000, 1 FROM numbers(3)`,
  );
  const reading = await engine.read({ table: 'samples_v3' }, { service: 'odd' }, windowsAround(1772712000000));
  expect(reading.buckets).toMatchObject([{ lines: 3, errors: 1, recognised: 2 }]);
});

test('versions, instances and the other services are found by their labels', async () => {
  const span = { fromMs: LAYOUT_WINDOWS[1]!.before.fromMs, toMs: LAYOUT_WINDOWS[1]!.after.toMs };
  await engine.open({ table: 'samples_v3' }, { service: 'service-7' }, async (source) => {
    const versions = await source.census(span, NEVER);
    expect(versions.map(({ version }) => version).toSorted()).toEqual([
      '1.0',
      '1.1',
      '1.2',
      '1.3',
      '1.4',
      '1.5',
      '1.6',
    ]);
    expect(versions.every(({ instances }) => instances === 1)).toBe(true);
    const { services } = await source.surroundings(span, NEVER);
    expect([services.length, services.includes('service-39')]).toEqual([40, true]);
  });
});
