import { readFile } from 'node:fs/promises';

/** Datagrams that the kernel dropped because sockets on these ports were full; null where it does not tell. */
export async function readKernelDrops(ports: readonly number[]): Promise<number | null> {
  const drops = await Promise.all([...new Set(ports)].map(dropsOfPort));
  const known = drops.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}

/**
 * From /proc/net/udp and udp6:
 * https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html (the last column).
 */
async function dropsOfPort(port: number): Promise<number | null> {
  const tables = await Promise.all(
    ['/proc/net/udp', '/proc/net/udp6'].map((file) => readFile(file, 'utf8').catch(() => null)),
  );
  const known = tables.filter((table) => table !== null);
  return known.length === 0 ? null : known.reduce((sum, table) => sum + dropsIn(table, port), 0);
}

/** Adds up the drops of every socket on the port. */
export function dropsIn(table: string, port: number): number {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16) === port)
    .reduce((sum, columns) => sum + (Number(columns.at(-1)) || 0), 0);
}
