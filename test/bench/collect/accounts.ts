import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startClickHouse, type ClickHouseServer } from '../../helpers/clickhouse-http.js';
import { startCollecting, type Collecting } from '../../helpers/collecting.js';
import { pause, pin, runSender, settled } from './sending.js';

/** Where the lines went that were sent as fast as the sender could. */
export interface Account {
  readonly title: string;
  /** Lines in datagrams that the kernel handed to a collector: those sent without those that it says it dropped. */
  readonly handedOver: number;
  readonly dropped: number;
  /** Lines of the interval that was not over when the collector was killed. */
  readonly lost: number;
  readonly inTable: number;
  readonly isExact: boolean;
}

const LINES_EACH = 20;
/** As fast as the sender can. */
const FLOOD = 10_000_000;
const SECONDS = 6;
/** That of the collectors which {@link startCollecting} starts. */
const INTERVAL_MS = 1000;

type Scenario = (folder: string) => Promise<Account>;

/** Floods collectors, each on one core, while the worst happens, and compares the sums. */
export async function keepAccounts(): Promise<readonly Account[]> {
  const accounts: Account[] = [];
  const scenarios: readonly Scenario[] = [nothingHappens, serverIsKilled, collectorIsKilled];
  for (const scenario of scenarios) {
    const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-bench-'));
    accounts.push(await scenario(folder));
    rmSync(folder, { recursive: true, force: true });
  }
  return accounts;
}

async function nothingHappens(folder: string): Promise<Account> {
  const server = await startServer(folder);
  const collector = await startCollector(server, folder);
  const sums = await flooded(collector);
  await collector.ended('SIGTERM');
  return exact('nothing happens', { ...sums, inTable: await linesIn(server) });
}

async function serverIsKilled(folder: string): Promise<Account> {
  const first = await startServer(folder);
  const collector = await startCollector(first, folder);
  const flooding = flooded(collector);
  await pause((SECONDS * 1000) / 3);
  first.kill();
  await pause(2000);
  const second = await startServer(folder, first.port);
  const sums = await flooding;
  await collector.ended('SIGTERM');
  return exact('ClickHouse is killed, and starts again after 2 s', { ...sums, inTable: await linesIn(second) });
}

/** In the middle of an interval; the next collector takes over the spool, and is flooded as well. */
async function collectorIsKilled(folder: string): Promise<Account> {
  const server = await startServer(folder);
  const first = await startCollector(server, folder);
  const flooding = runSender(first.udpPort, FLOOD, SECONDS, LINES_EACH);
  await pause((SECONDS * 1000) / 2);
  await pause(1.5 * INTERVAL_MS - (Date.now() % INTERVAL_MS));
  const counted = await first.metric('counters_total');
  await first.ended('SIGKILL');
  const killedMs = Date.now();
  await flooding;
  const second = await startCollector(server, folder);
  const after = await flooded(second);
  await second.ended('SIGTERM');
  // In each interval a collector writes how many counters it took.
  const [kept = 0, lastSeconds = 0] = await numbers(
    server,
    `SELECT sum(count), toUnixTimestamp(max(time)) FROM log_counts
      WHERE service = 'canary-verdict-collect' AND level = 'INFO' AND time <= toDateTime(${Math.floor(killedMs / 1000)})`,
  );
  const account = exact('the collector is killed (-9), another one starts', {
    handedOver: counted + after.handedOver,
    dropped: after.dropped,
    lost: counted - kept,
    inTable: await linesIn(server),
  });
  const isLastKept = lastSeconds === Math.floor(killedMs / INTERVAL_MS) * (INTERVAL_MS / 1000);
  return { ...account, isExact: account.isExact && isLastKept };
}

function exact(
  title: string,
  { lost = 0, ...sums }: Omit<Account, 'title' | 'isExact' | 'lost'> & { lost?: number },
): Account {
  return { title, ...sums, lost, isExact: sums.handedOver - lost === sums.inTable };
}

async function flooded(collector: Collecting): Promise<Pick<Account, 'handedOver' | 'dropped'>> {
  const { sent } = await runSender(collector.udpPort, FLOOD, SECONDS, LINES_EACH);
  await settled(() => collector.metric('counters_total'));
  const dropped = LINES_EACH * (await collector.metric('kernel_drops_total'));
  return { handedOver: LINES_EACH * sent - dropped, dropped };
}

async function linesIn(server: ClickHouseServer): Promise<number> {
  const [lines = 0] = await numbers(
    server,
    `SELECT sum(count) FROM log_counts WHERE service != 'canary-verdict-collect'`,
  );
  // Asked last.
  await server.close();
  return lines;
}

async function numbers(server: ClickHouseServer, query: string): Promise<readonly number[]> {
  return (await server.run(`${query} FORMAT TSV`)).trim().split('\t').map(Number);
}

async function startServer(folder: string, port = 0): Promise<ClickHouseServer> {
  return await startClickHouse({ dataDirectory: path.join(folder, 'data'), port });
}

async function startCollector(server: ClickHouseServer, folder: string): Promise<Collecting> {
  const collector = await startCollecting(server.url, path.join(folder, 'spool'));
  pin(collector.pid);
  return collector;
}
