import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Daemon } from './daemon.js';
import { RECEIVE_BUFFER_BYTES } from '../../../src/collect/doors.js';
import { pause } from './sending.js';

/** The daemon that most know. Its native, optional dependency must not get into our lock file: it is installed beside it, for this run. */
const PACKAGE = 'statsd@0.9.0';

/** Gives its socket the receive buffer that ours asks for: it has no setting for that. */
const LARGE_BUFFER = `
const dgram = require('node:dgram');
const { createSocket } = dgram;
dgram.createSocket = (type, listener) => createSocket({ type, recvBufferSize: ${RECEIVE_BUFFER_BYTES} }, listener);
`;

/** Starts the npm `statsd` daemon twice, as it comes and with a large receive buffer; none when the registry cannot be reached. */
export async function startStatsds(): Promise<readonly Daemon[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-statsd-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const install = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', PACKAGE];
  if (spawnSync('npm', install, { cwd: folder, stdio: 'ignore', timeout: 60_000 }).status !== 0) return [];
  const preload = path.join(folder, 'large-buffer.cjs');
  writeFileSync(preload, LARGE_BUFFER);
  return [
    await startStatsd(folder, PACKAGE, []),
    await startStatsd(folder, `${PACKAGE}, same buffer`, ['--require', preload]),
  ];
}

async function startStatsd(folder: string, name: string, flags: readonly string[]): Promise<Daemon> {
  const [port, managementPort] = [await freePort(), await freePort()];
  const config = path.join(folder, `${port}.js`);
  // One interval longer than the bench, so that its sums can be read at any time; nothing is written meanwhile.
  const settings = { address: '127.0.0.1', port, mgmt_address: '127.0.0.1', mgmt_port: managementPort };
  writeFileSync(config, JSON.stringify({ ...settings, flushInterval: 3_600_000, backends: [] }));
  const child = spawn(process.execPath, [...flags, path.join(folder, 'node_modules/statsd/stats.js'), config], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exit = once(child, 'exit');
  const read = async (): Promise<ReadonlyMap<string, number>> => {
    const text = await asked(managementPort);
    const sums = [...text.matchAll(/^ +(?:'([^']+)'|([^\s:']+)): (-?[\d.e+]+|Infinity|NaN),?$/gm)];
    return new Map(sums.map(([, quoted, plain, sum]) => [quoted ?? plain ?? '', Number(sum)]));
  };
  while ((await asked(managementPort).catch(() => '')) === '') await pause(50);
  return {
    name,
    pid: child.pid ?? 0,
    port,
    counted: async () => (await read()).get('statsd.metrics_received') ?? 0,
    sums: read,
    async stop() {
      child.kill();
      await exit;
    },
  };
}

/** What its management port answers to `counters`. */
async function asked(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    if (text.includes('END\n')) socket.end();
  });
  socket.write('counters\n');
  await once(socket, 'close');
  return text;
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}
