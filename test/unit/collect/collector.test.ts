import { describe, expect, test } from 'vitest';
import type { Batch } from '../../../src/collect/batch.js';
import { createCollector } from '../../../src/collect/collector.js';
import { createCounts } from '../../../src/collect/counts.js';
import { createIntake } from '../../../src/collect/intake.js';
import { dropsIn } from '../../../src/collect/kernel-drops.js';
import { createMapping, USUAL_TAGS } from '../../../src/collect/mapping.js';
import { graphiteTable } from '../../../src/collect/target.js';

const clock = (text: string) => Date.parse(`2026-03-01T${text}Z`);

function collecting(startedAt: string) {
  let nowMs = clock(startedAt);
  const batches: Batch[] = [];
  const counts = createCounts(createMapping(['SERVICE.logs.LEVEL'], USUAL_TAGS), 10);
  const intake = createIntake(counts);
  let tokens = 0;
  const collector = createCollector({
    counts,
    spool: { add: async (batch: Batch) => void batches.push(batch) },
    intervalMs: 30_000,
    heartbeat: { host: 'here', version: '1' },
    takeLost: () => 0,
    now: () => nowMs,
    newToken: () => `token-${(tokens += 1)}`,
    onBatch: () => {},
  });
  return {
    collector,
    heard(at: string, line: string) {
      nowMs = clock(at);
      collector.tick();
      intake.datagram(Buffer.from(line));
    },
    async told() {
      await collector.finish();
      return batches.map(({ endSeconds, rows }) => {
        const at = new Date(endSeconds * 1000).toISOString().slice(11, 19);
        return `${at} ${rows.map(({ service, count }) => `${service}=${count}`).join(' ')}`;
      });
    },
  };
}

const HEARTBEAT = 'canary-verdict-collect';

describe('intervals', () => {
  test('end as clocks show them, whatever the timer does, and the last one when the process does', async () => {
    const { heard, told } = collecting('12:00:00');
    heard('12:00:29.999', 'pay.logs.ERROR:1|c');
    heard('12:00:30', 'pay.logs.ERROR:2|c');
    heard('12:01:05', 'pay.logs.ERROR:4|c');
    expect(await told()).toEqual([
      `12:00:30 ${HEARTBEAT}=1 pay=1`,
      `12:01:00 ${HEARTBEAT}=1 pay=2`,
      `12:01:05 ${HEARTBEAT}=1 pay=4`,
    ]);
  });

  test('one that is stopped half-way is stamped so, and the process that takes over writes another instant', async () => {
    const first = collecting('12:00:02');
    first.heard('12:00:16.5', 'pay.logs.ERROR:1|c');
    const second = collecting('12:00:17');
    second.heard('12:00:20', 'pay.logs.ERROR:2|c');
    second.heard('12:00:31', 'junk');
    expect(await first.told()).toEqual([`12:00:17 ${HEARTBEAT}=1 pay=1`]);
    expect(await second.told()).toEqual([`12:00:30 ${HEARTBEAT}=1 pay=2`, `12:00:31 ${HEARTBEAT}=0`]);
  });

  test('in one without counters the collector still says that it listened', async () => {
    const { heard, told } = collecting('12:00:00');
    heard('12:00:31', 'junk');
    expect(await told()).toEqual([`12:00:30 ${HEARTBEAT}=0`, `12:00:31 ${HEARTBEAT}=0`]);
  });

  test('a clock that is set back loses nothing', async () => {
    const { heard, told } = collecting('12:00:00');
    heard('12:00:31', 'pay.logs.ERROR:1|c');
    heard('12:00:05', 'pay.logs.ERROR:2|c');
    expect(await told()).toEqual([
      `12:00:30 ${HEARTBEAT}=0`,
      `12:01:00 ${HEARTBEAT}=1 pay=1`,
      `12:00:05 ${HEARTBEAT}=1 pay=2`,
    ]);
  });
});

test('what the kernel dropped on a port', () => {
  const table = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  123: 0100007F:1FBD 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 41 2 0 17
  124: 00000000:1FBD 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 42 2 0 4
  125: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 43 2 0 9
`;
  expect([dropsIn(table, 8125), dropsIn(table, 53), dropsIn(table, 1)]).toEqual([21, 9, 0]);
});

test('graphite keeps one value a path and time, so that hosts add up', () => {
  const row = (host: string, count: number) =>
    ({ service: 'pay', level: 'ERROR', host, version: '', count, heard: 1 }) as const;
  const batch = { token: 't', endSeconds: clock('12:00:30') / 1000, rows: [row('a.b', 2), row('', 3)] };
  expect(graphiteTable('app.SERVICE.logs.LEVEL').rowsOf(batch)).toEqual([
    {
      Path: 'app.pay.logs.ERROR',
      Value: 5,
      Time: batch.endSeconds,
      Date: '2026-03-01',
      Timestamp: batch.endSeconds,
    },
  ]);
  expect(
    graphiteTable('SERVICE.HOST.LEVEL')
      .rowsOf(batch)
      .map(({ Path }) => Path),
  ).toEqual(['pay.a_b.ERROR', 'pay.unknown.ERROR']);
});
