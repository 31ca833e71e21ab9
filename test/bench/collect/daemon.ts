import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startClickHouse } from '../../helpers/clickhouse-http.js';
import { startCollecting } from '../../helpers/collecting.js';
import { pause } from './sending.js';

/** A process that counts StatsD counters. */
export interface Daemon {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  /** Counters understood so far. */
  counted(): Promise<number>;
  /** Sums by name and tags, as in `pay.logs.ERROR;host=web-01`. */
  sums(): Promise<ReadonlyMap<string, number>>;
  stop(): Promise<void>;
}

/** `canary-verdict collect` that writes to the embedded ClickHouse behind HTTP. */
export async function startOurs(): Promise<Daemon> {
  const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-bench-'));
  const server = await startClickHouse();
  const collector = await startCollecting(server.url, path.join(folder, 'spool'));
  return {
    name: 'canary-verdict collect',
    pid: collector.pid,
    port: collector.udpPort,
    counted: () => collector.metric('counters_total'),
    async sums() {
      const written = await collector.metric('flushed_batches_total');
      // The interval that holds the last line, and the one behind it.
      while ((await collector.metric('flushed_batches_total')) < written + 2) await pause(100);
      const rows = await server.run(`SELECT concat(service, '.logs.', level, if(host = '', '', ';host=' || host),
        if(version = '', '', ';version=' || version)) AS name, sum(count) FROM log_counts
        WHERE service != 'canary-verdict-collect' GROUP BY name FORMAT TSV`);
      return new Map(
        rows
          .trim()
          .split('\n')
          .map((row) => row.split('\t'))
          .map(([name = '', sum]) => [name, Number(sum)]),
      );
    },
    async stop() {
      await collector.ended('SIGTERM');
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
