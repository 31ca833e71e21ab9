import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unseenOf, withLookBack } from '../../../src/core/signatures/look-back.js';
import { templateOf } from '../../../src/core/signatures/template.js';
import { digitsKey, ROUGH_KEY, TEMPLATE, withToldLine } from '../../../src/sources/clickhouse/signatures-template.js';
import { hostileText } from '../../helpers/arbitrary-report.js';
import { startClickHouse, type ClickHouseServer } from '../../helpers/clickhouse-http.js';
import { NEVER, windowsAround, withSource } from '../../helpers/log-source.js';
import { createOtelLogs, insertOtelLogs } from '../../helpers/otel-logs.js';

const RELEASE_MS = Date.parse('2026-03-01T12:02:30Z');
const s = (seconds: number) => RELEASE_MS + seconds * 1000;

let folder: string;
let embedded: ClickHouseClient;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-test-'));
  // Held open for the whole file: the engine binds one data directory a process.
  embedded = createClient({ connection: createChdbConnection({ path: folder }) as never });
  await embedded.command({ query: createOtelLogs() });
  await embedded.command({
    query: insertOtelLogs([
      { atMs: s(-7000), service: 'pay', level: 'ERROR', host: 'web-02', body: 'pool exhausted after 30 ms' },
      { atMs: s(-30), service: 'pay', level: 'ERROR', host: 'web-01', body: 'order 1 failed: status 503', count: 4 },
      { atMs: s(-30), service: 'pay', level: 'ERROR', host: 'web-01', body: 'cache miss for user 17' },
      { atMs: s(-20), service: 'pay', level: 'ERROR', host: 'web-02', body: 'order 2 failed: status 500' },
      { atMs: s(1), service: 'pay', level: 'ERROR', host: 'web-01', body: 'order 3 failed: status 503', count: 2 },
      { atMs: s(2), service: 'pay', level: 'ERROR', host: 'web-01', body: 'order 4 failed: status 500' },
      { atMs: s(3), service: 'pay', level: 'ERROR', host: 'web-01', body: 'pool exhausted after 31 ms' },
      { atMs: s(4), service: 'pay', level: 'ERROR', host: 'web-01', body: 'token=hunter2 refused', count: 1 },
      { atMs: s(14), service: 'pay', level: 'ERROR', host: 'web-01', body: 'token=swordfish refused', count: 2 },
      { atMs: s(24), service: 'pay', level: 'ERROR', host: 'web-02', body: 'only on the stable one' },
      {
        atMs: s(25),
        service: 'pay',
        level: 'ERROR',
        host: 'web-01',
        body: 'card declined\n\tat com.shop.Pay.pay(Pay.java:17)',
        attributes: { 'exception.type': 'com.shop.CardException' },
      },
      { atMs: s(5), service: 'pay', level: 'INFO', host: 'web-01', body: 'order 5 done' },
      { atMs: s(5), service: 'cart', level: 'ERROR', host: 'web-01', body: 'not of this service' },
    ]),
  });
});

afterAll(async () => {
  await embedded.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A line as the engine keys and normalises it, and as it reads it where bytes are no UTF-8. */
interface EngineLine {
  readonly digits: string;
  readonly rough: string;
  readonly template: string;
  readonly text: string;
}

async function engineLines(bodies: readonly Uint8Array[]): Promise<readonly EngineLine[]> {
  const answer = await embedded.query({
    query: `SELECT toString(line_key) AS digits, toString(${ROUGH_KEY}) AS rough, ${TEMPLATE} AS template, text FROM (${withToldLine(`
  WITH '' AS line_exception, ${digitsKey('body').join(', ')} SELECT line_key, line_start AS rough_start, line_start AS digits_start, '' AS digits_exception, toValidUTF8(body) AS text, i
  FROM (SELECT arrayJoin(arrayZip({bodies:Array(String)}, range(${bodies.length}))) AS pair, unhex(pair.1) AS body, pair.2 AS i)`)}
) ORDER BY i`,
    query_params: { bodies: bodies.map((bytes) => Buffer.from(bytes).toString('hex')) },
    format: 'JSONEachRow',
  });
  return await answer.json();
}

const pieces = fc.constantFrom(
  '17',
  ' ',
  '\n',
  '\r\n\tat ',
  'status 503',
  "'alice'",
  '"a b"',
  '"msg":"no route"',
  '/var/lib/x.db',
  '10.0.0.7:80',
  '550e8400-e29b-41d4-a716-446655440000',
  'ada@example.com',
  'https://a.b/c?d=1',
  'java.io.IOException: x',
  'Caused by: a.BError',
  String.raw`\n\tat `,
  String.raw`\nb.CError`,
  'E4021',
  '[PAY-17]',
  '<*>',
  '\u0002',
  '\u001b[31m',
  '\ufffd',
  '_',
  '-',
  'é漢👩‍👩‍👧',
  '$1',
  '\\1',
  '2026-03-01T12:00:00.5Z',
);
const body = fc.oneof(
  hostileText,
  fc.array(fc.oneof(pieces, fc.string({ maxLength: 6 })), { maxLength: 30 }).map((parts) => parts.join('')),
);

describe('the engine and the reference make the same template', () => {
  test('of any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 20, maxLength: 60 }), async (texts) => {
        const bodies = texts.map((text) => Buffer.from(text));
        const made = await engineLines(bodies);
        expect(made.map(({ template }) => template)).toEqual(bodies.map((bytes) => templateOf(bytes.toString())));
      }),
      { numRuns: 40 },
    );
  });

  test('of any bytes, UTF-8 or not', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .tuple(body, fc.uint8Array({ maxLength: 4 }), body)
        .map(([a, b, c]) => Buffer.concat([Buffer.from(a), b, Buffer.from(c)])),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { minLength: 20, maxLength: 60 }), async (bodies) => {
        const made = await engineLines(bodies);
        expect(made.map(({ template }) => template)).toEqual(made.map(({ text }) => templateOf(text)));
      }),
      { numRuns: 40 },
    );
  });

  test('of bodies of a megabyte, which are cut', async () => {
    const bodies = [
      'x',
      '7',
      'é',
      '漢',
      '👩',
      "'",
      '"',
      ' ',
      '/a',
      '\n',
      '(',
      '<*>',
      '1a',
      '::',
      'a@',
      'Error ',
      'E1 ',
    ].map((unit) => Buffer.from(unit.repeat(1_000_000 / unit.length)));
    const templates = (await engineLines(bodies)).map(({ template }) => template);
    expect(templates).toEqual(bodies.map((bytes) => templateOf(bytes.toString())));
    expect(Math.max(...templates.map((template) => template.length))).toBeLessThanOrEqual(2000);
  });
});

/** Lines as services write them, alike but for a few places: where a key forgets what a template keeps, two of them show it. */
const alike = fc
  .tuple(
    fc.constantFrom('', ' ', '\t', '\u001b[31m', '17 ', '12:05:', '[', '(', '2026-03-01 12:05:01 ', 'é'),
    fc.constantFrom(
      'E',
      'EC',
      'DB',
      'ERR_',
      'ORA-',
      'PAY-',
      'PAY',
      'order ',
      'status ',
      'status:\t',
      'status=\u001b[35m',
      '"code":',
    ),
    fc.constantFrom('17', '18', '503', '00942', '123456', '5A', 'abc', "'a'", '"b c"'),
    fc.constantFrom('', ' ', ']', ')', ': ', '\u001b[0m', '.', '\n', 'ms'),
    fc.constantFrom(
      'failed',
      'of HTTP/1.1" 503',
      'code 4',
      'signal (9)',
      '7ERRNO=5',
      '\nCaused by: a.BError: 17',
      '\nHttp2Error',
      "'E17' of 'b'",
      "'b' of 'E17'",
      'E17 of 18',
      '18 of E17',
      '{"status":503}',
      '{"status":"503"}',
      '\nHttp3Error',
      '/a/b 8',
    ),
  )
  .map((parts) => parts.join(''));

/** The same words with the same code at another place. */
const SWAPPED = [
  ["failed 'E4022' of 'bob'", "failed 'bob' of 'E4022'"],
  ['failed "E4022" of "bob"', 'failed "bob" of "E4022"'],
  ['failed E4022 of 17', 'failed 17 of E4022'],
  ['failed DB12 of 17', 'failed 17 of DB12'],
  ['no /srv/E4022/x of /a/b/c', 'no /a/b/c of /srv/E4022/x'],
].flat();

describe.for(['digits', 'rough'] as const)('lines of one %s key', (key) => {
  async function expectOneTemplate(texts: readonly string[]): Promise<void> {
    const lines = await engineLines(texts.map((text) => Buffer.from(text)));
    const templates = new Map<string, EngineLine>();
    for (const line of lines) {
      const known = templates.get(line[key]) ?? line;
      expect(line.template, `of ${JSON.stringify([known.text, line.text])}`).toBe(known.template);
      templates.set(line[key], known);
    }
  }

  test('have one template', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(alike, body), { minLength: 300, maxLength: 300 }), expectOneTemplate),
      // Three hundred lines shrink slowly, and a failure names its two templates.
      { numRuns: 20, endOnFailure: true },
    );
  });

  test('have one template, wherever a code stands', async () => {
    await expectOneTemplate(SWAPPED);
  });
});

const WINDOWS = windowsAround(RELEASE_MS);
const QUESTION = { windows: WINDOWS, judgedFromMs: s(0), withBodies: true };
const CANARY = { canary: [{ key: 'host', value: 'web-01' }] };

describe('what the errors of a service say', () => {
  const groupsOf = async (question = QUESTION, selection = {}) =>
    await withSource(
      { kind: 'chdb', path: folder, columns: {} },
      selection,
      async (source) => await source.signatures(question, NEVER),
    );

  test('is counted by template, window, instance and bucket', async () => {
    const reading = await groupsOf(QUESTION, CANARY);
    const table = reading?.groups.map(({ template, before, after, elsewhereBefore, elsewhereAfter, occasions }) =>
      [template, before, after, elsewhereBefore, elsewhereAfter, occasions].join(' | '),
    );
    expect(table?.toSorted()).toEqual([
      'cache miss for user <*> | 1 | 0 | 0 | 0 | 0',
      'card declined | 0 | 1 | 0 | 0 | 1',
      'only on the stable one | 0 | 0 | 0 | 1 | 0',
      'order <*> failed: status 500 | 0 | 1 | 1 | 0 | 1',
      'order <*> failed: status 503 | 4 | 2 | 0 | 0 | 1',
      'pool exhausted after <*> | 0 | 1 | 0 | 0 | 1',
      'token=[redacted] refused | 0 | 3 | 0 | 0 | 1',
    ]);
  });

  test('names the exception, the first moment and the instances, and shows a redacted line', async () => {
    const reading = await groupsOf();
    const declined = reading?.groups.find(({ template }) => template === 'card declined');
    expect(declined).toMatchObject({
      exception: 'com.shop.CardException',
      firstMs: s(25),
      instances: ['web-01'],
      sample: 'card declined\n\tat com.shop.Pay.pay(Pay.java:17)',
    });
    expect(JSON.stringify(reading)).not.toMatch(/hunter2|swordfish/);
  });

  test('needs no messages where exception types tell', async () => {
    const reading = await groupsOf({ ...QUESTION, withBodies: false });
    expect(
      reading?.groups.map(({ exception, template, sample, after }) => ({ exception, template, sample, after })),
    ).toContainEqual({
      exception: 'com.shop.CardException',
      template: '',
      sample: null,
      after: 1,
    });
  });

  test('of a service that logs no errors is nothing', async () => {
    const reading = await groupsOf(QUESTION, { service: 'quiet' });
    expect(reading).toMatchObject({ groups: [], total: 0, unseen: 0, novelties: 0 });
  });

  test('is looked up in the past where the window before does not know it', async () => {
    const [reading, lookBack] = await withSource(
      { kind: 'chdb', path: folder, columns: {} },
      CANARY,
      async (source) => {
        const found = await source.signatures(QUESTION, NEVER);
        if (found === null) throw new Error('no signatures');
        const far = { ...QUESTION, lookBackMs: 7200_000, keys: unseenOf(found).flatMap(({ keys }) => keys) };
        const past = await source.lookBack(far, NEVER);
        if (past === null) throw new Error('no past');
        expect(await source.lookBack({ ...far, lookBackMs: 36_000_000 }, NEVER)).toBe(null);
        return [found, past] as const;
      },
    );
    // What two tokens made two signatures is one since they were redacted, and has both their names.
    expect(unseenOf(reading).map(({ template, keys }) => [template, keys.length])).toEqual([
      ['token=[redacted] refused', 2],
      ['card declined', 1],
      ['pool exhausted after <*>', 1],
    ]);
    expect(lookBack).toMatchObject({ total: 4, novelties: 0, seen: [{ lines: 1, firstMs: s(-7000) }] });
    const known = withLookBack(reading, lookBack);
    expect(
      known.groups.filter((group) => group.lookBack === 1).map(({ template, firstMs }) => [template, firstMs]),
    ).toEqual([['pool exhausted after <*>', s(-7000)]]);
    expect(known).toMatchObject({ unseen: reading.unseen - 1, total: 4 + reading.unseen - 1, pastBuckets: 726 });
  });
});

describe('larger blocks', () => {
  const signaturesAt = async (server: ClickHouseServer) => {
    await server.run(createOtelLogs());
    await server.run(insertOtelLogs([{ atMs: s(1), service: 'pay', level: 'ERROR', body: 'order 1 failed' }]));
    return await withSource(
      { kind: 'clickhouse', url: server.url, columns: {} },
      {},
      async (source) => await source.signatures(QUESTION, NEVER),
    );
  };

  test('are asked for', async () => {
    const server = await startClickHouse();
    await signaturesAt(server);
    expect(server.received.at(-1)?.settings).toMatchObject({ preferred_block_size_bytes: '16000000' });
    await server.close();
  });

  test('are done without where the server allows none', async () => {
    const server = await startClickHouse({ refusedSetting: { name: 'preferred_block_size_bytes', code: 452 } });
    expect(await signaturesAt(server)).toMatchObject({ groups: [{ template: 'order <*> failed' }] });
    await server.close();
  });
});
