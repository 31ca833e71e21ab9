import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Session } from 'chdb';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Selection } from '../../../src/sources/settings.js';
import type { ColumnNames } from '../../../src/sources/settings.js';
import { NEVER, windowsAround, withSource } from '../../helpers/log-source.js';

const RELEASE_MS = Date.parse('2026-03-01T12:00:00Z');
const WINDOWS = windowsAround(RELEASE_MS);
const s = (seconds: number) => RELEASE_MS + seconds * 1000;
const iso = (seconds: number) => new Date(s(seconds)).toISOString();

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-logs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const full = path.join(folder, name);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
}

const ndjson = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

async function read(files: readonly string[], selection: Partial<Selection> = {}, columns: ColumnNames = {}) {
  return await withSource({ kind: 'logs', files, columns }, selection, async (source) => {
    await source.connect(NEVER);
    return await source.read(WINDOWS, WINDOWS.after.toMs, NEVER);
  });
}

/** One INFO before the release, one ERROR of ours and one of another service after it. */
const EXPECTED = [
  { startMs: s(-10), errors: 0, lines: 1, recognised: 1, serviceLines: 1 },
  { startMs: s(0), errors: 1, lines: 1, recognised: 1, serviceLines: 1 },
];
const LINES = [
  { seconds: -1.5, service: 'pay', level: 'info' },
  { seconds: 2.25, service: 'pay', level: 'Error' },
  { seconds: 3, service: 'cart', level: 'Error' },
] as const;
const rows = LINES.map(({ seconds, service, level }) => ({ ts: s(seconds), service, level, msg: 'a "quoted", line' }));
const csv = (separator: string) =>
  `ts${separator}service${separator}level\n${LINES.map(({ seconds, service, level }) => [iso(seconds), service, level].join(separator)).join('\n')}\n`;

describe('formats', () => {
  test.for([
    { name: 'a.ndjson', content: ndjson(rows) },
    { name: 'a.jsonl', content: `\n${ndjson(rows).replaceAll('\n', '\n\n')}` },
    { name: 'a.json', content: JSON.stringify(rows, null, 2) },
    { name: 'a.log', content: ndjson(rows) },
    { name: 'a.ndjson.gz', content: gzipSync(ndjson(rows)) },
    { name: 'a.csv', content: csv(',') },
    { name: 'a.csv.gz', content: gzipSync(csv(',')) },
    { name: 'a.tsv', content: csv('\t') },
    { name: 'windows.tsv', content: csv('\t').replaceAll('\n', '\r\n') },
    { name: 'windows.csv', content: csv(',').replaceAll('\n', '\r\n') },
    { name: "o'dd {1..3} [a]*?, \\ name.ndjson", content: ndjson(rows) },
  ])('$name', async ({ name, content }) => {
    expect((await read([file(name, content)])).buckets).toEqual(EXPECTED);
  });

  test.for(['zst', 'xz', 'lz4', 'parquet'])('%s, as the engine itself writes it', async (ending) => {
    const target = path.join(folder, ending === 'parquet' ? 'b.parquet' : `b.ndjson.${ending}`);
    const format = ending === 'parquet' ? 'Parquet' : 'JSONEachRow';
    const session = new Session(path.join(folder, 'writer'));
    await session.queryAsync(
      `INSERT INTO FUNCTION file('${target}', '${format}') SELECT fromUnixTimestamp64Milli(ms) AS "@timestamp", s AS service, l AS level FROM values('ms Int64, s String, l String', (${s(-1.5)}, 'pay', 'info'), (${s(2.25)}, 'pay', 'FATAL'), (${s(3)}, 'cart', 'FATAL'))`,
    );
    session.close();
    expect((await read([target])).buckets).toEqual(EXPECTED);
  });

  test('globs and several files are one log; a file that is empty is none', async () => {
    const [first, second, third] = rows;
    file('many/1.ndjson', ndjson([first!]));
    file('many/deep/2.ndjson.gz', gzipSync(ndjson([second!])));
    file('many/deep/3.ndjson', ndjson([{ ...third!, extra: 1 }]));
    file('many/4.ndjson', '');
    expect((await read([path.join(folder, 'many/**/*.ndjson*')])).buckets).toEqual(EXPECTED);
    expect((await read([path.join(folder, 'many/1.ndjson'), path.join(folder, 'many/deep/{2,3}.*')])).buckets).toEqual(
      EXPECTED,
    );
  });
});

describe('columns', () => {
  const times: Record<string, (seconds: number) => unknown> = {
    'ISO 8601 in UTC': iso,
    'ISO 8601 with an offset': (seconds) => new Date(s(seconds) + 19_800_000).toISOString().replace('Z', '+05:30'),
    'nanoseconds behind the point': (seconds) => iso(seconds).replace('Z', '999999Z'),
    'a blank between': (seconds) => iso(seconds).replace('T', ' ').replace('Z', ''),
    'a comma before the fraction': (seconds) => iso(seconds).replace('T', ' ').replace('Z', '').replace('.', ','),
    'Unix seconds': (seconds) => Math.floor(s(seconds) / 1000),
    'Unix seconds with a fraction': (seconds) => s(seconds) / 1000,
    milliseconds: s,
    microseconds: (seconds) => s(seconds) * 1000,
    nanoseconds: (seconds) => `${s(seconds)}000000`,
  };
  test.for(Object.keys(times))('time as %s', async (kind) => {
    const content = ndjson(LINES.map(({ seconds, ...line }) => ({ '@timestamp': times[kind]?.(seconds), ...line })));
    const { buckets, newestMs } = await read([file('times.ndjson', content)]);
    expect(buckets).toEqual(EXPECTED);
    expect(newestMs).toBe(kind === 'Unix seconds' ? s(2) : s(2.25));
  });

  test.for([
    { time: 'Timestamp', level: 'SeverityText', service: 'ServiceName' },
    { time: 'time', level: 'log.level', service: 'service.name' },
    { time: 'DATETIME', level: 'lvl', service: 'App' },
    { time: 'date', level: 'severity', service: 'application' },
  ])('$time, $level and $service are recognised', async ({ time, level, service }) => {
    const content = ndjson(
      LINES.map((line) => ({ [time]: iso(line.seconds), [level]: line.level, [service]: line.service })),
    );
    expect((await read([file('names.ndjson', content)])).buckets).toEqual(EXPECTED);
  });

  test('pino writes numbers', async () => {
    const content = ndjson(
      LINES.map(({ seconds, service, level }) => ({ time: s(seconds), service, level: level === 'info' ? 30 : 50 })),
    );
    expect((await read([file('pino.ndjson', content)])).buckets).toEqual(EXPECTED);
  });

  test('names that nobody could guess are given', async () => {
    const content = ndjson(
      LINES.map((line) => ({ när: iso(line.seconds), 'he`avy': line.level, "it's": line.service })),
    );
    const named = { time: 'när', level: 'he`avy', service: "it's" };
    expect((await read([file('odd.ndjson', content)], {}, named)).buckets).toEqual(EXPECTED);
    await expect(read([file('odd.ndjson', content)])).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(
        /odd\.ndjson: no column was recognised as time, level among: när, he`avy, it's$/,
      ) as string,
      hint: 'Name them: --columns time=COLUMN,level=COLUMN',
    });
  });

  test('hosts and versions select the canary', async () => {
    const content = ndjson([
      { ts: s(1), service: 'pay', level: 'error', hostname: 'h1', version: 2 },
      { ts: s(2), service: 'pay', level: 'error', hostname: 'h2', version: 2 },
      { ts: s(3), service: 'pay', level: 'error', version: '1' },
    ]);
    const canary = [
      { key: 'pod', value: 'h1' },
      { key: 'version', value: '2' },
    ];
    expect((await read([file('hosts.ndjson', content)], { canary })).buckets).toEqual([
      { startMs: s(0), errors: 1, lines: 1, recognised: 1, serviceLines: 3 },
    ]);
  });

  test('without a service column every line counts, and the report says so', async () => {
    const content = ndjson(LINES.map(({ seconds, level }) => ({ ts: s(seconds), level })));
    const only = file('single.ndjson', content);
    await withSource({ kind: 'logs', files: [only], columns: {} }, {}, async (source) => {
      await source.connect(NEVER);
      const { buckets } = await source.read(WINDOWS, WINDOWS.after.toMs, NEVER);
      expect(buckets.map(({ lines }) => lines)).toEqual([1, 2]);
      expect(source.info.name).toBe(`${only} (no service column: every line counts)`);
      expect(await source.surroundings(WINDOWS.after, NEVER)).toEqual({ newestMs: s(3), services: [] });
    });
  });
});

describe('what cannot be read is told with file and line', () => {
  test.for([
    {
      name: 'cut.ndjson',
      content: '{"ts":1767225600000,"service":"a","level":"x"}\n\n{"ts":176722560',
      says: ':3: not a JSON object: "{\\"ts\\":176722560"',
    },
    { name: 'text.log', content: 'Starting up\n{"ts":1,"level":"x"}\n', says: ':1: not a JSON object: "Starting up"' },
    {
      name: 'short.csv',
      content: 'ts,service,level\n2026-03-01T12:00:00Z,pay,info\n2026-03-01T12:00:01Z,pay\n',
      says: ':3: not as many values',
    },
    { name: 'short.tsv', content: 'ts\tservice\tlevel\n2026-03-01T12:00:00Z\tpay\n', says: ':2: not as many values' },
    {
      name: 'when.ndjson',
      content:
        '{"ts":"2026-03-01T12:00:00Z","service":"pay","level":"x"}\n\n{"ts":"soon","service":"pay","level":"x"}\n',
      says: ':3: "soon" in ts is not a time',
    },
    {
      name: 'when.csv',
      content: 'ts,service,level\n2026-03-01T12:00:00Z,pay,info\n12,pay,info\n',
      says: ':3: "12" in ts is not a time',
    },
    {
      name: 'never.ndjson',
      content: '{"ts":"2026-03-01T12:00:00Z","service":"pay","level":"x"}\n{"service":"pay","level":"x"}\n',
      says: ':2: no ts',
    },
    { name: 'broken.ndjson.gz', content: Buffer.from('not gzip at all, not gzip at all'), says: 'cannot read' },
    { name: 'broken.parquet', content: 'PAR1 and nothing else PAR1', says: 'cannot read' },
  ])('$name', async ({ name, content, says }) => {
    const bad = file(name, content);
    const good = file(
      `good-${name}`,
      name.includes('csv') ? csv(',') : name.includes('tsv') ? csv('\t') : ndjson(rows),
    );
    for (const files of name.includes('gz') || name.includes('parquet') ? [[bad]] : [[bad], [good, bad]]) {
      const error = await read(files).catch((thrown: unknown) => thrown as Error);
      expect(error).toMatchObject({ name: 'UserError' });
      expect((error as Error).message).toContain(bad);
      expect((error as Error).message).toContain(says);
      expect((error as Error).message).not.toContain('\n');
    }
  });

  test('the line number is right behind many lines', { timeout: 60_000 }, async () => {
    const many = Array.from({ length: 200_000 }, (_, index) => ({
      ts: s(index / 10_000),
      service: 'pay',
      level: 'info',
      msg: 'x'.repeat(50),
    }));
    const text = ndjson(many);
    const lines = text.split('\n');
    lines[150_000] = '{"ts": oops}';
    await expect(read([file('large.ndjson', lines.join('\n'))])).rejects.toThrow(
      /large\.ndjson:150001: not a JSON object/,
    );
    lines[150_000] = '{"ts":"oops","service":"pay"}';
    await expect(read([file('large.ndjson', lines.join('\n'))])).rejects.toThrow(/large\.ndjson:150001: "oops" in ts/);
    const table = ['ts,service,level', ...many.map(({ ts, service, level }) => `${ts},${service},${level}`)];
    table[150_000] = '1,2';
    await expect(read([file('large.csv', table.join('\n'))])).rejects.toThrow(/large\.csv:150001: not as many values/);
  });

  test.for([
    { files: ['nowhere.ndjson'], says: 'there is no such file' },
    { files: ['nowhere-*.ndjson'], says: 'no file matches' },
    { files: ['.'], says: 'is not a file' },
    { files: ['empty.ndjson'], says: 'the file is empty' },
    { files: ['x.csv', 'x.ndjson'], says: 'several formats' },
  ])('$files: $says', async ({ files, says }) => {
    file('empty.ndjson', '');
    file('x.csv', csv(','));
    file('x.ndjson', ndjson(rows));
    const error = await read(files.map((name) => path.join(folder, name))).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'UserError' });
    expect((error as Error).message).toContain(says);
  });

  test.skipIf(process.getuid?.() === 0)('a file without the right to read it', async () => {
    const secret = file('secret.ndjson', ndjson(rows));
    chmodSync(secret, 0o000);
    await expect(read([secret])).rejects.toThrow('permission denied');
  });
});

test('leaves nothing behind', async () => {
  const logs = file("o'dd {1..3} [a]*?, \\ name.ndjson", ndjson(rows));
  // A folder for temporary files that no other test uses at the same time.
  const own = mkdtempSync(path.join(tmpdir(), 'canary-verdict-test-'));
  vi.stubEnv('TMPDIR', own);
  onTestFinished(() => void vi.unstubAllEnvs());
  await read([logs]);
  expect(readdirSync(own)).toEqual([]);
});

const REAL = path.resolve(import.meta.dirname, '../../../../shared/data/nezha-tt/events.ndjson.gz');

test.skipIf(!existsSync(REAL))('95,540 real lines of 27 services', async () => {
  const releaseMs = Date.parse('2023-01-29T09:12:56Z');
  await withSource({ kind: 'logs', files: [REAL], columns: {} }, { service: 'ts-basic-service' }, async (source) => {
    await source.connect(NEVER);
    const windows = windowsAround(releaseMs, { before: 10, after: 7 });
    const { buckets, query } = await source.read(windows, windows.after.toMs, NEVER);
    const errors = (fromMs: number, toMs: number) =>
      buckets
        .filter(({ startMs }) => startMs >= fromMs && startMs < toMs)
        .reduce((sum, bucket) => sum + bucket.errors, 0);
    expect([errors(windows.before.fromMs, releaseMs), errors(releaseMs, windows.after.toMs)]).toEqual([16, 37]);
    expect(query.rowsRead).toBe(95_540);
  });
});
