import { createSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Batch } from '../../../src/collect/batch.js';
import type { Row } from '../../../src/collect/counts.js';
import { createStatements } from '../../../src/collect/ddl.js';
import { checkTable, insertBatch, insertMaking, runStatements, type Table } from '../../../src/collect/insert.js';
import { USUAL_TAGS } from '../../../src/collect/mapping.js';
import { runCollector, type CollectSettings } from '../../../src/collect/run.js';
import { COUNTS_TABLE, graphiteTable } from '../../../src/collect/target.js';
import { startClickHouse, type ClickHouseServer } from '../../helpers/clickhouse-http.js';

const END_SECONDS = Date.parse('2026-03-01T12:00:30Z') / 1000;

let server: ClickHouseServer;
const folders: string[] = [];

function folder(name: string): string {
  const made = mkdtempSync(path.join(tmpdir(), `canary-verdict-${name}-`));
  folders.push(made);
  return made;
}

beforeAll(async () => {
  server = await startClickHouse({ dataDirectory: folder('server') });
});

afterAll(async () => {
  await server.close();
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

async function tableNamed(name: string, target = COUNTS_TABLE): Promise<Table> {
  const client = createClient({ url: server.url });
  onTestFinished(() => client.close());
  const table: Table = {
    client,
    name: { table: name },
    target,
    tried: { where: server.url, table: name, scheme: 'http' },
  };
  if (target === COUNTS_TABLE) {
    await runStatements(table, createStatements({ table: { table: name }, keepDays: 3650, cluster: null }));
  }
  return table;
}

const row = (level: Row['level'], count: number, host = ''): Row => ({
  service: 'pay',
  level,
  host,
  version: '',
  count,
  heard: 1,
});

const batch = (token: string, ...rows: readonly Row[]): Batch => ({ token, endSeconds: END_SECONDS, rows });

const sums = async (table: string) =>
  (
    await server.run(
      `SELECT service, level, sum(count), sum(heard) FROM ${table} WHERE service != 'canary-verdict-collect' GROUP BY ALL ORDER BY ALL FORMAT TSV`,
    )
  ).trim();

describe('the table', () => {
  test('a batch that is sent twice counts once, another one with the same rows counts again', async () => {
    const table = await tableNamed('twice');
    await insertBatch(table, batch('a', row('ERROR', 3)));
    await insertBatch(table, batch('a', row('ERROR', 3)));
    expect(await sums('twice')).toBe('pay\tERROR\t3\t1');
    await insertBatch(table, batch('b', row('ERROR', 3)));
    expect(await sums('twice')).toBe('pay\tERROR\t6\t2');
  });

  test('merging keeps sums and zeros', async () => {
    const table = await tableNamed('merged');
    await insertBatch(table, batch('a', row('ERROR', 0), row('INFO', 5, 'web-01')));
    await insertBatch(table, batch('b', row('ERROR', 0), row('INFO', 6, 'web-01')));
    await server.run('OPTIMIZE TABLE merged FINAL');
    expect(await sums('merged')).toBe('pay\tERROR\t0\t2\npay\tINFO\t11\t2');
    expect(await server.run('SELECT count() FROM merged FORMAT TSV')).toBe('2\n');
  });

  test('a verdict reads one service and its time alone', async () => {
    await tableNamed('keyed');
    await server.run(
      `INSERT INTO keyed SELECT toDateTime('2026-03-01 00:00:00', 'UTC') + intDiv(number, 100), concat('s', toString(number % 100)), 'INFO', '', '', 1, 1 FROM numbers(1000000)`,
    );
    await server.run('OPTIMIZE TABLE keyed FINAL');
    const plan = await server.run(
      `EXPLAIN ESTIMATE SELECT sum(count) FROM keyed WHERE service = 's7' AND time > '2026-03-01 01:00:00' AND time <= '2026-03-01 01:35:00' FORMAT TSV`,
    );
    expect(Number(plan.trim().split('\t')[3])).toBeLessThanOrEqual(3 * 8192);
  });

  test('a cluster gets a replicated table and a distributed one', async () => {
    const statements = createStatements({
      table: { database: 'logs', table: 'log_counts' },
      keepDays: 7,
      cluster: 'main',
    });
    expect(statements).toHaveLength(2);
    for (const statement of statements) expect(await server.run(`EXPLAIN AST ${statement}`)).toContain('CreateQuery');
    expect(statements[0]).toMatch(
      /`logs`.`log_counts_local` ON CLUSTER `main`\n[^]*ReplicatedSummingMergeTree[^]*INTERVAL 7 DAY/,
    );
    // By default batches are forgotten after an hour, and one whose answer was lost may wait longer.
    expect(statements[0]).toContain('replicated_deduplication_window_seconds = 604800');
    expect(statements[1]).toMatch(
      /`logs`.`log_counts` ON CLUSTER `main`[^]*Distributed\(`main`, `logs`, `log_counts_local`/,
    );
  });

  test('a table that is not there is told', async () => {
    const table = await tableNamed('there');
    await checkTable(table);
    const missing = { ...table, name: { table: 'missing' } };
    await expect(checkTable(missing)).rejects.toMatchObject({ name: 'SourceError', code: 'unknown-table' });
  });

  test('one that is not there yet is made with the first batch', async () => {
    const table = { ...(await tableNamed('other')), name: { table: 'made' } };
    await expect(insertMaking(table, [], batch('a', row('ERROR', 3)))).rejects.toMatchObject({ code: 'unknown-table' });
    const statements = createStatements({ table: table.name, keepDays: 3650, cluster: null });
    await insertMaking(table, statements, batch('a', row('ERROR', 3)));
    await insertMaking(table, statements, batch('b', row('ERROR', 4)));
    expect(await sums('made')).toBe('pay\tERROR\t7\t2');
  });

  test('a table of carbon-clickhouse takes paths', async () => {
    await server.run(
      'CREATE TABLE graphite (Path String, Value Float64, Time UInt32, Date Date, Timestamp UInt32) ENGINE = ReplacingMergeTree ORDER BY (Path, Time)',
    );
    const table = await tableNamed('graphite', graphiteTable('app.SERVICE.logs.LEVEL'));
    await checkTable(table);
    for (let tries = 0; tries < 2; tries += 1)
      await insertBatch(table, batch('a', row('ERROR', 3, 'a'), row('ERROR', 4, 'b')));
    const value = await server.run(
      'SELECT Path, argMax(Value, Timestamp), Time, Date FROM graphite GROUP BY Path, Time, Date FORMAT TSV',
    );
    expect(value).toBe(`app.pay.logs.ERROR\t7\t${END_SECONDS}\t2026-03-01\n`);
  });
});

const SETTINGS = {
  templates: ['SERVICE.logs.LEVEL'],
  tagNames: USUAL_TAGS,
  intervalMs: 1000,
  mostSeries: 100,
  spoolBytes: 1e8,
  http: null,
  host: 'here',
  version: '1',
} as const satisfies Partial<CollectSettings>;

/** A collector with every kind of socket, and what it said. */
async function collecting(insert: (batch: Batch) => Promise<void>, changes: Partial<CollectSettings> = {}) {
  const said: string[] = [];
  const stop = new AbortController();
  const unixPath = path.join(folder('socket'), 's.sock');
  const listening = new EventEmitter();
  const heard = once(listening, 'open').then(([addresses]: unknown[]) => String(addresses).split(', '));
  const running = runCollector(
    {
      ...SETTINGS,
      spoolFolder: folder('spool'),
      listen: [
        { kind: 'udp', host: '127.0.0.1', port: 0 },
        { kind: 'udp', host: '::1', port: 0 },
        { kind: 'tcp', host: '127.0.0.1', port: 0 },
        { kind: 'unix', path: unixPath },
      ],
      ...changes,
    },
    insert,
    {
      now: Date.now,
      random: () => 0.1,
      sleep: (ms, signal) => delay(ms / 10, undefined, { signal }),
      say(line) {
        said.push(line);
        if (line.startsWith('listening on ')) listening.emit('open', line.slice('listening on '.length));
      },
    },
    stop.signal,
  );
  const addresses = await Promise.race([heard, running.then(() => [])]);
  const port = (index: number) => Number(addresses[index]?.split(':').at(-1));
  return {
    addresses,
    said,
    unixPath,
    port,
    async stopped() {
      stop.abort();
      await running;
    },
  };
}

async function sendUdp(kind: 'udp4' | 'udp6', port: number, lines: readonly string[]): Promise<void> {
  const socket = createSocket(kind);
  for (const line of lines) {
    await new Promise<void>((resolve, reject) =>
      socket.send(line, port, kind === 'udp4' ? '127.0.0.1' : '::1', (error) => (error ? reject(error) : resolve())),
    );
  }
  socket.close();
}

async function sendStream(target: number | string, text: string): Promise<void> {
  const socket = typeof target === 'number' ? connect(target, '127.0.0.1') : connect(target);
  await once(socket, 'connect');
  socket.end(text);
  await once(socket, 'close');
}

describe('the collector', () => {
  test('takes counters from every kind of socket and writes them all when it is stopped', async () => {
    const table = await tableNamed('sockets');
    const collector = await collecting((one) => insertBatch(table, one));
    const lines = Array.from({ length: 500 }, (_, n) => `pay.logs.ERROR:${n}|c\npay.logs.INFO:1|c|@0.5`);
    await sendUdp('udp4', collector.port(0), lines);
    await sendUdp('udp6', collector.port(1), lines);
    await sendStream(collector.port(2), lines.join('\n'));
    await sendStream(collector.unixPath, `${lines.join('\n')}\napp.requests:1|c`);
    await collector.stopped();
    // Each time 0 + 1 + … + 499 errors, and 500 sampled lines for 1,000.
    expect(await sums('sockets')).toBe(`pay\tERROR\t${4 * 124_750}\t2000\npay\tINFO\t4000\t2000`);
    expect(collector.said.join('\n')).toContain('no --template fits "app.requests"');
  });

  test('while the server is away batches wait, and then each counts once, in order', async () => {
    const table = await tableNamed('away');
    const order: number[] = [];
    let isAway = true;
    const insert = async (one: Batch): Promise<void> => {
      // The server stores the first batch, but the answer is lost.
      if (isAway && order.length === 0) await insertBatch(table, one);
      order.push(one.endSeconds);
      if (isAway) throw new Error('nobody there');
      await insertBatch(table, one);
    };
    const collector = await collecting(insert);
    for (let second = 0; second < 3; second += 1) {
      await sendUdp('udp4', collector.port(0), ['pay.logs.ERROR:5|c']);
      await delay(1000);
    }
    isAway = false;
    await delay(500);
    await collector.stopped();
    expect(await sums('away')).toBe('pay\tERROR\t15\t3');
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(collector.said).toContain('not written, will be tried again: nobody there');
    expect(collector.said).toContain('written again');
  });

  test('what could not be written before the end is written by the next start', async () => {
    const table = await tableNamed('later');
    const spoolFolder = folder('spool');
    const refuse = async (): Promise<void> => {
      throw new Error('nobody there');
    };
    const first = await collecting(refuse, { spoolFolder });
    await sendUdp('udp4', first.port(0), ['pay.logs.ERROR:5|c']);
    await first.stopped();
    expect(first.said.at(-1)).toMatch(/^1 batch waits in /);
    const second = await collecting((one) => insertBatch(table, one), { spoolFolder });
    await second.stopped();
    expect(await sums('later')).toBe('pay\tERROR\t5\t1');
  });

  test('what neither the server nor the disk took is told as lost', async () => {
    const spoolFolder = folder('spool');
    const refuse = async (): Promise<void> => {
      throw new Error('nobody there');
    };
    const collector = await collecting(refuse, { spoolFolder });
    rmSync(spoolFolder, { recursive: true });
    await sendUdp('udp4', collector.port(0), ['pay.logs.ERROR:5|c']);
    await collector.stopped();
    expect(collector.said.at(-1)).toMatch(/^\d+ batch(es)? could not be written, [^]* is lost$/);
  });

  test('an address that is taken is told, and nothing stays open', async () => {
    const first = await collecting(async () => {});
    const taken = { kind: 'tcp', host: '127.0.0.1', port: first.port(2) } as const;
    await expect(collecting(async () => {}, { listen: [taken] })).rejects.toMatchObject({
      name: 'UserError',
      message: `cannot listen on tcp://127.0.0.1:${taken.port}: another process listens there`,
    });
    await expect(collecting(async () => {}, { listen: [{ kind: 'unix', path: first.unixPath }] })).rejects.toThrow(
      'another process listens there',
    );
    await first.stopped();
  });

  test('a collector that was killed is told by the next one, which knows about how much was lost; one that ended is not', async () => {
    const table = await tableNamed('killed');
    const spoolFolder = folder('spool');
    const insert = (one: Batch) => insertBatch(table, one);
    const first = await collecting(insert, { spoolFolder });
    await sendUdp('udp4', first.port(0), ['pay.logs.ERROR:5|c', 'pay.logs.INFO:5|c']);
    await expect
      .poll(() => readFileSync(path.join(spoolFolder, 'running'), 'utf8'), { timeout: 5000, interval: 20 })
      .toBe('2');
    // As it lies there when the process is killed now.
    cpSync(path.join(spoolFolder, 'running'), path.join(spoolFolder, 'kept'));
    await first.stopped();
    expect(readdirSync(spoolFolder)).toEqual(['kept']);
    const second = await collecting(insert, { spoolFolder });
    await second.stopped();
    expect(second.said.join()).not.toContain('killed');
    cpSync(path.join(spoolFolder, 'kept'), path.join(spoolFolder, 'running'));
    const third = await collecting(insert, { spoolFolder });
    await third.stopped();
    expect(third.said).toContain(
      'the collector before this one was killed: its last interval is lost, about 2 counters',
    );
    const own = "service = 'canary-verdict-collect' AND level = 'ERROR'";
    expect(await server.run(`SELECT sum(count) FROM killed WHERE ${own} FORMAT TSV`)).toBe('2\n');
  });

  test('what is lost is told, makes it unhealthy while it lasts, and is in the table as lines of the collector itself', async () => {
    const table = await tableNamed('lost');
    const http = { host: '127.0.0.1', port: 0 };
    const collector = await collecting((one) => insertBatch(table, one), { mostSeries: 2, http });
    const [, address = ''] = /health on (\S+)\/healthz/.exec(collector.said.join('\n')) ?? [];
    const health = async () => {
      const answer = await fetch(`${address}/healthz`);
      const { status, overflowed } = (await answer.json()) as { status: string; overflowed: number };
      return [answer.status, status, overflowed];
    };
    await sendUdp('udp4', collector.port(0), [
      'a.logs.ERROR:1|c\nb.logs.ERROR:1|c\nc.logs.ERROR:1|c\nd.logs.ERROR:1|c',
    ]);
    await expect.poll(health).toEqual([503, 'losing', 2]);
    await expect.poll(health, { timeout: 5000 }).toEqual([200, 'ok', 2]);
    await collector.stopped();
    expect(collector.said.filter((line) => line.includes('--max-series'))).toHaveLength(1);
    const own = await server.run(
      "SELECT level, sum(count) FROM lost WHERE service = 'canary-verdict-collect' AND level = 'ERROR' GROUP BY level FORMAT TSV",
    );
    expect(own).toBe('ERROR\t2\n');
  });

  test('what the spool had no room for is told, and is in the table when the server is back', async () => {
    const table = await tableNamed('unspooled');
    let isAway = true;
    const insert = async (one: Batch): Promise<void> => {
      if (isAway) throw new Error('away');
      await insertBatch(table, one);
    };
    const collector = await collecting(insert, { spoolBytes: 1500 });
    let sent = 0;
    const isTold = () => collector.said.some((line) => line.includes('--spool-limit'));
    for (; !isTold(); sent += 1) {
      await sendUdp('udp4', collector.port(0), ['pay.logs.ERROR:1|c']);
      await delay(20);
    }
    isAway = false;
    expect(collector.said.filter((line) => line.includes('--spool-limit'))).toHaveLength(1);
    const sumOf = async (service: string) =>
      Number(await server.run(`SELECT sum(count) FROM unspooled WHERE service = '${service}' AND level = 'ERROR'`));
    const lost = () => sumOf('canary-verdict-collect');
    await expect.poll(async () => (await sumOf('pay')) + (await lost()), { timeout: 20_000 }).toBe(sent);
    expect(await lost()).toBeGreaterThan(0);
    await collector.stopped();
  });

  test('an IPv6 address beside the IPv4 one of the same port takes IPv6 alone', async () => {
    const first = await collecting(async () => {}, { listen: [{ kind: 'udp', host: '0.0.0.0', port: 0 }] });
    const port = first.port(0);
    await first.stopped();
    const both = await collecting(async () => {}, {
      listen: [
        { kind: 'udp', host: '0.0.0.0', port },
        { kind: 'udp', host: '::', port },
        { kind: 'tcp', host: '0.0.0.0', port },
        { kind: 'tcp', host: '::', port },
      ],
    });
    expect(both.addresses).toHaveLength(4);
    await both.stopped();
  });

  test('a Unix socket in a folder that is not there is told', async () => {
    const unix = { kind: 'unix', path: path.join(folder('gone'), 'not-there', 's.sock') } as const;
    await expect(collecting(async () => {}, { listen: [unix] })).rejects.toThrow('there is no such folder');
    const long = { kind: 'unix', path: path.join(folder('long'), 'é'.repeat(55)) } as const;
    await expect(collecting(async () => {}, { listen: [long] })).rejects.toThrow('may not be so long');
  });

  test('health and metrics say what happens', async () => {
    const collector = await collecting(async () => {}, { http: { host: '127.0.0.1', port: 0 } });
    const [, address = ''] = /health on (\S+)\/healthz/.exec(collector.said.join('\n')) ?? [];
    await sendUdp('udp4', collector.port(0), ['pay.logs.ERROR:5|c\njunk\nother:1|c\nx:1|ms']);
    await delay(100);
    const health = await fetch(`${address}/healthz`);
    expect([health.status, await health.json()]).toMatchObject([
      200,
      { status: 'ok', series: 1, malformedLines: 1, lastMalformed: 'junk', unmappedNames: ['other'] },
    ]);
    const metrics = await (await fetch(`${address}/metrics`)).text();
    for (const sample of [
      'datagrams_total 1',
      'counters_total 2',
      'malformed_lines_total 1',
      'other_metrics_total 1',
      'unmapped_total 1',
      'kernel_drops_total 0',
      'spooled_batches 0',
    ]) {
      expect(metrics).toContain(`canary_verdict_collect_${sample}\n`);
    }
    expect((await fetch(`${address}/`)).status).toBe(404);
    await collector.stopped();
  });
});
