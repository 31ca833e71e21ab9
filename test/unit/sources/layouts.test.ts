import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openLogSource } from '../../../src/sources/clickhouse/index.js';
import { keyParts } from '../../../src/sources/clickhouse/layouts/facts.js';
import { LAYOUTS } from '../../../src/sources/clickhouse/layouts/index.js';
import { LAYOUT_NAMES, type EmbeddedSettings, type Selection } from '../../../src/sources/settings.js';
import { TOOLS, windowsAround } from '../../helpers/log-source.js';

/** The query that `--dry-run` shows. */
async function planned(settings: Partial<EmbeddedSettings>, selection: Partial<Selection> = {}): Promise<string> {
  const source = await openLogSource(
    { kind: 'chdb', path: 'nowhere', columns: {}, ...settings },
    { service: 'pay', level: 'ERROR', canary: [], ...selection },
    TOOLS,
  );
  const windows = windowsAround(Date.parse('2026-03-01T12:00:00Z'));
  return source.plan(windows, windows.after.toMs).sql;
}

test.each([
  { settings: { layout: 'signoz' }, from: 'FROM `signoz_logs`.`distributed_logs_v2`\n' },
  { settings: { layout: 'signoz', database: 'tenant' }, from: 'FROM `tenant`.`distributed_logs_v2`\n' },
  { settings: { layout: 'signoz', database: 'a', table: 'b.c' }, from: 'FROM `a`.`b.c`\n' },
  { settings: { layout: 'text-log' }, from: 'FROM `system`.`text_log`\n' },
  { settings: {}, from: 'FROM `otel_logs`\n' },
])('the table of $settings', async ({ settings, from }) => {
  expect(await planned(settings)).toContain(from);
});

test.each([
  { settings: { layout: 'signoz' }, table: '`signoz_logs`.`distributed_logs_v2_resource`' },
  { settings: { layout: 'signoz', table: 'signoz_logs.logs_v2' }, table: '`signoz_logs`.`logs_v2_resource`' },
  { settings: { layout: 'gigapipe', table: 'qryn.samples_v3_dist' }, table: '`qryn`.`time_series_gin_dist`' },
  { settings: { layout: 'gigapipe' }, table: '`time_series_gin`' },
])('fingerprints come from $table, asked for once and not by every shard', async ({ settings, table }) => {
  const sql = await planned(settings);
  expect(sql.match(/GLOBAL IN/g)?.length).toBe(sql.match(/ IN \(\s*SELECT/g)?.length);
  for (const [, from] of sql.matchAll(/SELECT fingerprint FROM (\S+)/g)) expect(from).toBe(table);
  expect(sql).toContain(`SELECT fingerprint FROM ${table}`);
});

test('a layout that nobody knows is refused with the nearest name', async () => {
  await expect(planned({ layout: 'signos' })).rejects.toMatchObject({
    name: 'UserError',
    message: '--layout knows no "signos"',
    hint: expect.stringMatching(/^Use one of signoz, /),
  });
});

describe.each(LAYOUTS.map(({ name }) => name))('%s', (layout) => {
  const settings = { layout, columns: { host: 'node' }, metric: 'logs.SERVICE.HOST.LEVEL' };

  test('no value of a person becomes part of the text of a query', async () => {
    const text = fc.string({ unit: 'binary' });
    await fc.assert(
      fc.asyncProperty(text, text, async (service, value) => {
        const canary = [{ key: 'host', value: `Zq2Zq${value}` }];
        expect(await planned(settings, { service: `Zq1Zq${service}`, canary })).not.toMatch(/Zq\dZq/);
      }),
      {
        numRuns: 50,
        examples: [
          ["'", '`'],
          ['', '*'],
          ['"\\', '{service:String}'],
        ],
      },
    );
  });
});

test.each([
  { key: 'ServiceName, toStartOfInterval(ts, toIntervalMinute(5))', parts: 2 },
  { key: '(toDate(timestamp / 1000000000), _retention_days)', parts: 2 },
  { key: "`a, b`, concat(c, ', (')", parts: 2 },
  { key: '(a)', parts: 1 },
  { key: '()', parts: 0 },
  { key: 'tuple()', parts: 1 },
])('$key has $parts parts', ({ key, parts }) => {
  expect(keyParts(key)).toHaveLength(parts);
});

test('every layout can be named, and every name is a layout', () => {
  expect(LAYOUTS.map(({ name }) => name)).toEqual([...LAYOUT_NAMES]);
});
