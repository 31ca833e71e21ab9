import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/core/report.js';
import { startClickHouse, type ClickHouseServer } from '../helpers/clickhouse-http.js';
import { createOtelLogs, insertOtelLogs, type LogLines } from '../helpers/otel-logs.js';
import { runCli } from '../helpers/run-cli.js';
import { startTcpProxy, type Fault, type TcpProxy } from '../helpers/tcp-proxy.js';

// What becomes of a judgement when nobody may, can or wants to tell what the errors say.

const RELEASE_MS = Date.parse('2026-03-01T12:00:00Z');
const DAY_MS = 86_400_000;

let server: ClickHouseServer;
let proxy: TcpProxy;
beforeAll(async () => {
  server = await startClickHouse();
  proxy = await startTcpProxy(server);
  await server.run(createOtelLogs());
  await server.run(insertOtelLogs(SERVICES.flatMap(linesOf)));
});
afterEach(() => proxy.fail(null));
afterAll(async () => {
  await proxy.close();
  await server.close();
});

/** Errors every 15 s: so many before the release and after it, and what they say. */
interface Service {
  readonly service: string;
  readonly before: { readonly says: string; readonly count: number };
  readonly after: { readonly says: string; readonly count: number };
}

const BAD: Service = {
  service: 'more-errors',
  before: { says: 'order 7 failed: status 503', count: 1 },
  after: { says: 'order 8 failed: status 503', count: 9 },
};
const ONLY_NEW: Service = {
  service: 'only-a-new-code',
  before: { says: 'order 7 failed: status 503', count: 1 },
  after: { says: 'order 8 failed: status 500', count: 1 },
};
const GOOD: Service = {
  service: 'nothing-new',
  before: { says: 'order 7 failed: status 503', count: 1 },
  after: { says: 'order 8 failed: status 503', count: 1 },
};
const SERVICES = [BAD, ONLY_NEW, GOOD];

function linesOf({ service, before, after }: Service): readonly LogLines[] {
  const turns = (fromMs: number, toMs: number, { says, count }: Service['before']): readonly LogLines[] =>
    Array.from({ length: (toMs - fromMs) / 15_000 }, (_, turn) => fromMs + turn * 15_000).flatMap((atMs) => [
      { atMs, service, host: 'web-01', count: 3 },
      { atMs: atMs + 1, service, host: 'web-01', level: 'ERROR', body: says, count },
    ]);
  return [
    { atMs: RELEASE_MS - 1_800_000 - DAY_MS + 60_000, service, host: 'web-01' },
    ...turns(RELEASE_MS - 1_800_000, RELEASE_MS, before),
    ...turns(RELEASE_MS, RELEASE_MS + 360_000, after),
  ];
}

async function judge({ service }: Service, ...flags: readonly string[]) {
  const release = ['--service', service, '--released-at', '2026-03-01T12:00:00Z'];
  const { code, stdout, stderr } = await runCli([
    'judge',
    '--url',
    proxy.url,
    ...release,
    '--format',
    'json',
    ...flags,
  ]);
  const report = JSON.parse(stdout) as Report;
  const note = report.findings.find(({ judge: by, outcome }) => by === 'signatures' && outcome === 'note');
  return { code, stderr, report, note };
}

/** An exception in the server's own form. */
function exception(number: number, text: string): Fault {
  const body = `Code: ${number}. DB::Exception: ${text} (version 24.3.1.1 (official build))\n`;
  const head = [
    'HTTP/1.1 500 Internal Server Error',
    `X-ClickHouse-Exception-Code: ${number}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return { kind: 'reply', bytes: `${head.join('\r\n')}\r\n\r\n${body}` };
}

const FAULTS = [
  {
    what: 'no grant on the column of messages',
    fault: exception(
      497,
      "reader: Not enough privileges. To execute this query, it's necessary to have the grant SELECT(Body) ON default.otel_logs. (ACCESS_DENIED)",
    ),
    says: /does not let this user read otel_logs\. Let an administrator run: GRANT SELECT\(Body\) ON default\.otel_logs TO the user\./,
  },
  {
    what: 'a server too old for a function',
    fault: exception(46, 'Function with name `sumForEach` does not exist. (UNKNOWN_FUNCTION)'),
    says: /sumForEach/,
  },
  {
    what: 'a server that stops the query',
    fault: exception(159, 'Timeout exceeded: elapsed 5.1 seconds, maximum: 5. (TIMEOUT_EXCEEDED)'),
    says: /took longer than .* allows/,
  },
  {
    what: 'a server that runs out of memory',
    fault: exception(241, '(total) memory limit exceeded: would use 9.33 GiB. (MEMORY_LIMIT_EXCEEDED)'),
    says: /ran out of the memory/,
  },
  { what: 'an answer that makes no sense', fault: { kind: 'garble', afterBytes: 600 }, says: /./ },
  { what: 'a server that never answers', fault: { kind: 'hang' }, says: /gave up reading what errors say .* after 5s/ },
] as const satisfies readonly { readonly what: string; readonly fault: Fault; readonly says: RegExp }[];

const IMPATIENT = ['--timeout', '5s', '--max-lag', '1s'];

/** The question about both windows, and the one about the day before them. */
const WINDOWS = 'told_unseen';
const LOOK_BACK = 'told_seen';

describe.for(FAULTS)('$what', ({ fault, says }) => {
  test('leaves the verdict to the counts, and is told', async () => {
    proxy.fail({ ...fault, when: WINDOWS });
    const bad = await judge(BAD, ...IMPATIENT);
    expect([bad.code, bad.note?.code]).toEqual([10, 'signatures-unread']);
    expect(bad.note?.because).toMatch(says);
    expect(bad.report.signatures).toBe(undefined);
    expect(proxy.struck()).toBeGreaterThan(0);
  });

  test('in the look-back leaves the window before, and is told', async () => {
    proxy.fail({ ...fault, when: LOOK_BACK });
    const found = await judge(ONLY_NEW, ...IMPATIENT);
    // It fills the window, so that half an hour without it is past enough.
    expect([found.code, found.note?.code]).toEqual([10, 'no-look-back']);
    expect(found.note?.because).toMatch(says);
    expect(found.report.signatures?.[0]).toMatchObject({ status: 'new', lookBack: null });
    expect(found.report.reasons[0]?.message).toMatch(/none before the release\.$/);
  });
});

test('nobody looks back for a release that brings nothing new', async () => {
  const asked = server.received.length;
  const { code, note, report } = await judge(GOOD);
  expect([code, note]).toEqual([0, undefined]);
  expect(report.signatures).toMatchObject([{ status: 'known', before: 120, after: 20, lookBack: null }]);
  expect(server.received.slice(asked).filter(({ sql }) => sql.includes(LOOK_BACK))).toEqual([]);
});

test('a new error is looked up in the day before, without a column of instances', async () => {
  const asked = server.received.length;
  const { code, report } = await judge(ONLY_NEW);
  expect(code).toBe(10);
  expect(report.signatures?.[0]).toMatchObject({ status: 'new', lookBack: 0 });
  const lookBack = server.received.slice(asked).find(({ sql }) => sql.includes(LOOK_BACK));
  expect(lookBack?.sql).toMatch(/Body/);
  expect(lookBack?.sql).not.toMatch(/ResourceAttributes/);
});
