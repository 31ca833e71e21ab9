import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { countLines, expectOnly, expectTruth, LAYOUT_WINDOWS } from '../../../helpers/layout-lines.js';
import { queryByHand } from '../../../helpers/layout-tables/layout-table.js';
import { TEXT_LOG } from '../../../helpers/layout-tables/text-log.js';

const filled = { ...TEXT_LOG, isService: '1' };
let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  await engine.run(...TEXT_LOG.create, ...TEXT_LOG.fill);
});

afterAll(() => engine.close());

test('is recognised as itself and nothing else', () => expectOnly(engine, filled));

describe.each(LAYOUT_WINDOWS)("ClickHouse's own log around $releaseMs", (windows) => {
  test('counts every line of the server, and reads no more than a query by hand', async () => {
    const rowsRead = await expectTruth(engine, filled, windows);
    const hand = await engine.ask(queryByHand(TEXT_LOG, windows));
    expect(rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
    expect(rowsRead).toBeLessThan(100_000);
  });
});

test('says that the name of the service does not matter', async () => {
  const name = await engine.open({ table: 'text_log' }, {}, (source) => Promise.resolve(source.info.name));
  expect(name).toMatch(/ \(no service column: every line counts\)$/);
});

test('levels run the other way: the milder, the greater', async () => {
  const errorsAt = async (level: 'TRACE' | 'WARN' | 'ERROR' | 'FATAL') => {
    const { buckets } = await engine.read({ table: 'text_log' }, { level }, LAYOUT_WINDOWS[0]!);
    const errors = buckets.reduce((sum, one) => sum + one.errors, 0);
    return Math.round((100 * errors) / buckets.reduce((sum, one) => sum + one.lines, 0));
  };
  // Of 50 lines one is an error, a third of the others a warning, a third a trace; two errors of three are worse.
  expect([await errorsAt('FATAL'), await errorsAt('ERROR'), await errorsAt('WARN')]).toEqual([1, 2, 35]);
  // What ClickHouse calls Test is milder than a trace, and nothing of ours is.
  expect(await errorsAt('TRACE')).toBe(100);
});

test('hosts, revisions and every other column tell the canary, and an empty one matches nothing', async () => {
  const count = (key: string, value: string) => countLines(engine, filled, { canary: [{ key, value }] });
  const all = await countLines(engine, filled, {});
  const hosts = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((host) => count('host', `web-${host}`)));
  expect(hosts.reduce((sum, one) => sum + one, 0)).toBe(all);
  expect(await count('version', '5449*')).toBe(all);
  expect((await count('attr:logger_name', 'DDLWorker')) + (await count('attr:logger_name', 'execute*'))).toBe(all);
  expect([await count('attr:query_id', '*'), await count('host', `web-0' OR '1`)]).toEqual([0, 0]);
  expect(await count('pod', 'x').catch(String)).toContain('--canary knows no key "pod"');
});
