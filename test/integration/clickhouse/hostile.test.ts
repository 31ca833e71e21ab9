import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EmbeddedSettings, Selection } from '../../../src/sources/settings.js';
import { openLayoutEngine, type LayoutEngine } from '../../helpers/layout-engine.js';
import { LAYOUT_TABLES } from '../../helpers/layout-tables/index.js';
import { windowsAround } from '../../helpers/log-source.js';

// Whatever a person, a pipeline or a configuration file says is data: through the real engine, in every layout.

const WINDOWS = windowsAround(Date.parse('2026-03-02T00:03:00Z'), { bucketMs: 30_000, before: 60, after: 10 });

/** Texts that end a literal, a name, a comment or a parameter where they are not kept apart. */
const HOSTILE = [
  `' OR 1 = 1 --`,
  `'; DROP TABLE survivor; --`,
  '`; DROP TABLE survivor; --',
  '"; DROP TABLE survivor; --',
  String.raw`\' OR throwIf(1, 'fired') OR '`,
  `') OR throwIf(1, 'fired') OR ('`,
  '`) OR throwIf(1) OR (`',
  `']) OR throwIf(1, 'fired') OR (m['`,
  '1) UNION ALL SELECT throwIf(1) --',
  '{service:String}',
  '{a:Identifier}',
  'a/* ',
  '*/ OR 1 = 1 /*',
  '(SELECT sleep(3))',
  'a SETTINGS readonly = 0',
  '\0',
  'a\0b',
  'a\nb\r\n\t',
  '\\',
  String.raw`\'`,
  String.raw`\N`,
  '`',
  '\\`',
  '%_',
  '^(.*)+$',
  '[',
  '..',
  'a.`b`.c',
  '\u202E😀é',
  `'`.repeat(65_536),
  'x'.repeat(65_536),
];

const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }) },
);

type Asked = { readonly settings?: Partial<EmbeddedSettings>; readonly selection?: Partial<Selection> };

/** Every place through which a text can come to a query. */
const FIELDS: Readonly<Record<string, (text: string) => Asked>> = {
  service: (service) => ({ selection: { service } }),
  environment: (environment) => ({ selection: { environment } }),
  'canary value': (value) => ({ selection: { canary: [{ key: 'host', value }] } }),
  'canary key': (key) => ({ selection: { canary: [{ key, value: 'web-1' }] } }),
  'canary attribute': (name) => ({ selection: { canary: [{ key: `attr:${name}`, value: 'web-1' }] } }),
  'canary attribute value': (value) => ({ selection: { canary: [{ key: 'attr:host.name', value }] } }),
  'stable value': (value) => ({ selection: { stable: [{ key: 'version', value }] } }),
  'stable attribute': (name) => ({ selection: { stable: [{ key: `attr:${name}`, value: 'web-1' }] } }),
  column: (name) => ({ settings: { layout: 'columns', columns: { time: name } } }),
  'column of levels': (name) => ({ settings: { columns: { level: name } } }),
  table: (table) => ({ settings: { table } }),
  database: (database) => ({ settings: { database } }),
  metric: (text) => ({ settings: { metric: `${text}.SERVICE.LEVEL` } }),
  'tag of a metric': (text) => ({ settings: { metric: `logs?${text}=SERVICE&level=LEVEL` } }),
  layout: (layout) => ({ settings: { layout } }),
};

let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
  await engine.run('CREATE TABLE survivor (n UInt8) ENGINE = MergeTree ORDER BY n', 'INSERT INTO survivor VALUES (1)');
  for (const { create, fill } of LAYOUT_TABLES) {
    await engine.run(...create);
    // A few thousand rows within the windows are enough.
    for (const statement of fill) await engine.run(statement.replaceAll(/numbers\(\d{7}\)/g, 'numbers(980000, 2000)'));
  }
});

afterAll(() => engine.close());

/** Lines that a reading counts as the canary's, or the error that it ends with. */
async function attempt(table: (typeof LAYOUT_TABLES)[number], { settings, selection }: Asked): Promise<number | Error> {
  const { metric, service } = table;
  const given = { table: table.table, ...(metric !== undefined && { metric }), ...settings };
  try {
    const { buckets } = await engine.read(given, { service, ...selection }, WINDOWS);
    return buckets.reduce((sum, { lines }) => sum + lines, 0);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

describe.each(LAYOUT_TABLES)('$table', (table) => {
  test('a text in any place is refused in our own words or matches only itself', async () => {
    const usual = await attempt(table, {});
    expect(usual).toBeGreaterThan(0);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(FIELDS)), hostile, async (field, text) => {
        const outcome = await attempt(table, FIELDS[field]!(text));
        if (outcome instanceof Error) {
          expect(['UserError', 'SourceError']).toContain(outcome.name);
          // A syntax error or a throwIf that fires would be an exception that is not explained. That the embedded engine also
          // looks for a file of a table's name, in vain or in too long a path, is no such thing.
          expect(outcome.message).not.toMatch(/ answered with exception (?!636:|1001:)/);
        } else if (!text.includes('*') && /^(service|environment|canary)/.test(field)) {
          // ClickHouse's own log names no service: every line counts.
          expect(outcome).toBe(field === 'service' && table.layout === 'text-log' ? usual : 0);
        }
      }),
      {
        numRuns: 60,
        // The tags of a template were once part of the text, and a JSON path has no empty step.
        examples: [
          ['tag of a metric', `']) OR throwIf(1, 'fired') OR (m['`],
          ['stable attribute', '..'],
        ],
      },
    );
    expect((await engine.ask('SELECT n FROM survivor')).rows).toEqual([{ n: 1 }]);
  });
});

const literally = (text: string) => `unhex('${Buffer.from(text).toString('hex')}')`;

test.each([
  {
    table: 'otel_g1',
    row: (text: string) =>
      `INSERT INTO otel_g1 (Timestamp, ServiceName, ResourceAttributes) VALUES (fromUnixTimestamp64Milli(${WINDOWS.releaseMs}), ${text}, map('host.name', ${text}, ${text}, ${text}))`,
    keys: (text: string) => ['host', ...(text.length > 1000 ? [] : [`attr:${text}`])],
  },
  {
    table: 'logs_index',
    row: (text: string) =>
      `INSERT INTO logs_index (time, system, count, service_name, host_name) VALUES (fromUnixTimestamp64Milli(${WINDOWS.releaseMs}), 'log:info', 1, ${text}, ${text})`,
    keys: () => ['host'],
  },
  {
    table: 'app_logs',
    row: (text: string) =>
      `INSERT INTO app_logs VALUES (fromUnixTimestamp64Milli(${WINDOWS.releaseMs}), 'INFO', ${text}, ${text}, '')`,
    keys: () => ['host', 'attr:host'],
  },
])('$table: a name like that is found as it is', async ({ table, row, keys }) => {
  const found = LAYOUT_TABLES.find((one) => one.table === table)!;
  for (const text of HOSTILE) {
    await engine.run(row(literally(text)));
    for (const key of keys(text)) {
      const selection = { service: text, canary: [{ key, value: text }] };
      expect([text, key, await attempt(found, { selection })]).toEqual([text, key, 1]);
    }
  }
});
