import { afterAll, beforeAll, expect, test } from 'vitest';
import { WATCH_RULE } from '../../src/core/watch/defaults.js';
import { look } from '../../src/watch/look.js';
import { startClickHouse, type ClickHouseServer } from '../helpers/clickhouse-http.js';
import { NEVER, withSource } from '../helpers/log-source.js';
import { createOtelLogs, insertOtelLogs, type LogLines } from '../helpers/otel-logs.js';
import { repeat } from '../helpers/pair.js';

const BUCKET_MS = 30_000;
/** Ten minutes past the hour, and a look 5 s later. */
const END_MS = Date.UTC(2026, 2, 1, 12, 10);
const settings = {
  bucketMs: BUCKET_MS,
  windowMs: 10 * BUCKET_MS,
  beforeMs: 20 * BUCKET_MS,
  maxLagMs: 60_000,
  rule: WATCH_RULE,
};

let server: ClickHouseServer;
beforeAll(async () => {
  server = await startClickHouse();
  await server.run(createOtelLogs());
  await server.run(
    insertOtelLogs([
      ...service('steady', { buckets: 31, errors: () => 2 }),
      ...service('rising', { buckets: 31, errors: (bucket) => (bucket < 20 ? 2 : 30) }),
      ...service('stopped', { buckets: 24, errors: () => 2 }),
      // The newest bucket of this one has not come in yet.
      ...service('behind', { buckets: 29, errors: () => 2 }),
    ]),
  );
});
afterAll(async () => {
  await server.close();
});

/** Ten lines and some errors in every bucket, from 15 minutes before the end on. */
function service(
  name: string,
  { buckets, errors }: { buckets: number; errors: (bucket: number) => number },
): LogLines[] {
  return Array.from({ length: buckets }, (_, bucket) => {
    const atMs = END_MS - (30 - bucket) * BUCKET_MS + 1000;
    const line = { atMs, service: name };
    return [
      { ...line, count: 10 },
      { ...line, level: 'ERROR', count: errors(bucket) },
    ];
  }).flat();
}

const lookAt = (name: string, atMs: number, frozen: Parameters<typeof look>[2] = null) =>
  withSource({ kind: 'clickhouse', url: server.url, columns: {} }, { service: name }, (source) =>
    look(source, { ...settings, service: name }, frozen, atMs, NEVER),
  );

test.for([
  { name: 'steady', seen: { level: 'quiet', errors: 20, toMs: END_MS }, why: 'as usual' },
  { name: 'rising', seen: { level: 'over', errors: 300, toMs: END_MS }, why: 'ten buckets of 30 where 2 are usual' },
  { name: 'stopped', seen: { kind: 'blind', cause: 'no-data' }, why: 'others log on, it does not' },
  { name: 'behind', seen: { level: 'quiet', toMs: END_MS - BUCKET_MS }, why: 'what has not come in is not judged yet' },
  { name: 'nobody', seen: { kind: 'blind', cause: 'no-data' }, why: 'it never logged' },
])('$name: $why', async ({ name, seen }) => {
  expect(await lookAt(name, END_MS + 5000)).toMatchObject(seen);
});

test('where nobody delivers any more, data are late', async () => {
  const seen = await lookAt('steady', END_MS + 5 * 60_000);
  expect(seen).toMatchObject({ kind: 'blind', cause: 'late-data', reason: { code: 'late-data' } });
  expect(seen.reason.message).toContain('2026-03-01T12:10:01Z, 4m59s ago');
});

test('a frozen baseline is what counts: what is usual by now was not then', async () => {
  const frozen = { errors: repeat(20, 0), lines: repeat(20, 10) };
  expect(await lookAt('steady', END_MS + 5000, frozen)).toMatchObject({ level: 'over', before: frozen });
});
