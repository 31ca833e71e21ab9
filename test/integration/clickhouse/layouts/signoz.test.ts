import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../../helpers/layout-engine.js';
import { countLines, expectOnly, expectTruth, LAYOUT_WINDOWS } from '../../../helpers/layout-lines.js';
import { queryByHand } from '../../../helpers/layout-tables/layout-table.js';
import { createSigNozLogs, createSigNozResources, SIGNOZ } from '../../../helpers/layout-tables/signoz.js';
import { windowsAround } from '../../../helpers/log-source.js';

let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  await engine.run(...SIGNOZ.create, ...SIGNOZ.fill);
});

afterAll(() => engine.close());

test('is recognised as itself and nothing else', () => expectOnly(engine, SIGNOZ));

describe.each(LAYOUT_WINDOWS)('SigNoz around $releaseMs', (windows) => {
  test('counts every line, and reads no more than a query by hand', async () => {
    const rowsRead = await expectTruth(engine, SIGNOZ, windows);
    const hand = await engine.ask(queryByHand(SIGNOZ, windows));
    expect(rowsRead).toBeLessThanOrEqual(1.3 * hand.rowsRead);
    expect(rowsRead).toBeLessThan(200_000);
  });
});

test('a window in the middle of a half hour keeps the lines of that half hour', async () => {
  // 04:50 lies in the half hour that begins at 04:30, and so do all of its lines.
  const windows = windowsAround(Date.parse('2026-03-02T04:50:00Z'), { bucketMs: 10_000, before: 12, after: 12 });
  await expectTruth(engine, SIGNOZ, windows);
  const { rows } = await engine.ask(
    `SELECT count() AS lines FROM logs_v2 WHERE timestamp >= ${windows.before.fromMs}000000 AND timestamp < ${windows.after.toMs}000000 AND ts_bucket_start >= ${windows.before.fromMs / 1000}`,
  );
  expect(Number(rows[0]!['lines'])).toBe(0);
});

test('selects by attributes of the resource and of the line, and a missing one matches nothing', async () => {
  const count = (key: string, value: string) => countLines(engine, SIGNOZ, { canary: [{ key, value }] });
  const all = await countLines(engine, SIGNOZ, {});
  expect(await count('host', 'web-*')).toBe(all);
  expect(await count('attr:exception.type', 'E')).toBe(all);
  const retries = [await count('attr:retry', '0'), await count('attr:retry', '1')];
  expect([Math.min(...retries) > 0, retries[0]! + retries[1]!]).toEqual([true, all]);
  expect([await count('pod', '*'), await count('version', ''), await count('attr:none', '*')]).toEqual([0, 0, 0]);
  const staging = await countLines(engine, SIGNOZ, { environment: 'staging' });
  const production = await countLines(engine, SIGNOZ, { environment: 'production' });
  expect([Math.min(staging, production) > 0, staging + production]).toEqual([true, all]);
});

test.each([`service-7' OR 1 = 1 --`, String.raw`a"b\c`, '<ü%_*>', '{service:String}'])(
  'a service called %s is found as it is, and nothing else',
  async (service) => {
    const labels = JSON.stringify({ 'service.name': service }).replaceAll('<', String.raw`\u003c`);
    await engine.run(
      `INSERT INTO logs_v2 (ts_bucket_start, resource_fingerprint, timestamp, severity_text, resources_string) VALUES (1780000200, ${quoted(service)}, 1780000800000000000, 'fatal', map('service.name', ${quoted(service)}))`,
      `INSERT INTO logs_v2_resource (labels, fingerprint, seen_at_ts_bucket_start) VALUES (${quoted(labels)}, ${quoted(service)}, 1780000200)`,
    );
    const windows = windowsAround(1780000800000);
    expect(await countLines(engine, SIGNOZ, { service }, windows)).toBe(1);
    const canary = [{ key: 'attr:service.name', value: service }];
    expect(await countLines(engine, SIGNOZ, { service, canary }, windows)).toBe(1);
    expect(
      await countLines(engine, SIGNOZ, { service, canary: [{ key: service, value: 'x' }] }, windows).catch(String),
    ).toContain('knows no key');
  },
);

test('the newer JSON column of resources is read where it holds something, the map where it does not', async () => {
  const row = (json: string, map: string) => `(1780000200, 'fp', 1780000800000000000, 'error', '${json}', ${map})`;
  await engine.run(
    'CREATE DATABASE newer',
    createSigNozLogs('newer.logs_v2', 'resource JSON(max_dynamic_paths = 100) CODEC(ZSTD(1)),'),
    createSigNozResources('newer.logs_v2_resource'),
    `INSERT INTO newer.logs_v2 (ts_bucket_start, resource_fingerprint, timestamp, severity_text, resource, resources_string) VALUES
      ${row('{"service.name": "service-7", "k8s.pod.name": "pod-json"}', 'map()')}, ${row('{}', "map('k8s.pod.name', 'pod-map')")}`,
    `INSERT INTO newer.logs_v2_resource (labels, fingerprint, seen_at_ts_bucket_start) VALUES ('{"service.name":"service-7"}', 'fp', 1780000200)`,
  );
  const pods = ['pod-json', 'pod-map', 'pod-*'].map((value) =>
    countLines(engine, { table: 'newer.logs_v2' }, { canary: [{ key: 'pod', value }] }, windowsAround(1780000800000)),
  );
  expect(await Promise.all(pods)).toEqual([1, 1, 2]);
});

test('a view with a name of its own is read by the resources of the table behind it', async () => {
  await engine.run('CREATE VIEW our_lines AS SELECT * FROM logs_v2');
  const direct = await expectTruth(engine, SIGNOZ, LAYOUT_WINDOWS[0]!);
  expect(await expectTruth(engine, { ...SIGNOZ, table: 'our_lines' }, LAYOUT_WINDOWS[0]!)).toBeLessThanOrEqual(
    1.3 * direct,
  );
});

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
