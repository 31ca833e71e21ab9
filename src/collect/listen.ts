import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { access, lstat, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { platform } from 'node:os';
import path from 'node:path';
import { setImmediate as immediate, setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../errors.js';
import type { Intake } from './intake.js';

/** Where lines are awaited. */
export type ListenAddress =
  | { readonly kind: 'udp' | 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

/** Where what arrives goes. */
type Receiver = Pick<Intake, 'datagram' | 'stream'>;

/** A socket that is open. */
export interface Listener {
  /** As a person writes it, with the port that was given where any was asked for. */
  readonly address: string;
  /** Port of a UDP socket, whose losses the kernel tells; null for others. */
  readonly udpPort: number | null;
  /** Takes what has arrived and closes. */
  close(): Promise<void>;
}

/** How sockets are opened. */
interface SocketOptions {
  /** The most a UDP socket may hold before it drops; the kernel gives less where net.core.rmem_max says so. */
  readonly receiveBufferBytes: number;
  /** Connections to one socket beyond this are refused: each may hold a line. */
  readonly mostConnections: number;
  /** Every address that is listened to. */
  readonly among: readonly ListenAddress[];
  /** A connection was refused. */
  onRefused(): void;
}

/** A peer that vanished without a word holds its connection no longer than minutes after so much silence. */
const SILENCE_MS = 60_000;

/**
 * Opens a socket and hands what arrives to the intake.
 * @throws UserError when the address cannot be used.
 */
export async function listen(address: ListenAddress, intake: Receiver, options: SocketOptions): Promise<Listener> {
  try {
    return address.kind === 'udp'
      ? await listenUdp(address, intake, options)
      : await listenStream(address, intake, options);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UserError(
      `cannot listen on ${addressText(address)}: ${PROBLEMS[code] ?? code}`,
      'Give another --listen udp://HOST:PORT, tcp://HOST:PORT or unix:PATH.',
      { cause: error },
    );
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'this user may not',
  ENOTFOUND: 'the host name is not known',
  EEXIST: 'a file that is no socket lies there',
  ENOENT: 'there is no such folder',
  ENAMETOOLONG: 'the path of a socket may not be so long',
};

type InternetAddress = Extract<ListenAddress, { host: string }>;

async function listenUdp(address: InternetAddress, intake: Receiver, options: SocketOptions): Promise<Listener> {
  const type = isIpv6(address.host) ? 'udp6' : 'udp4';
  const ipv6Only = isBesideIpv4(address, options.among);
  const socket = createSocket({ type, ipv6Only, recvBufferSize: options.receiveBufferBytes });
  let arrived = 0;
  socket.on('message', (bytes) => {
    arrived += 1;
    intake.datagram(bytes);
  });
  socket.bind(address.port, address.host);
  await once(socket, 'listening');
  const { port } = socket.address();
  // A socket that is bound fails only for a moment, as when memory is short.
  socket.on('error', () => {});
  return {
    address: addressText({ ...address, port }),
    udpPort: port,
    close: async () => {
      await untilQuiet(() => arrived);
      socket.close();
    },
  };
}

/** `[::]` takes IPv4 too, unless that is asked for by an address of its own. */
function isBesideIpv4({ kind, host, port }: InternetAddress, among: readonly ListenAddress[]): boolean {
  return (
    isIpv6(host) &&
    among.some((other) => other.kind === kind && 'port' in other && other.port === port && !isIpv6(other.host))
  );
}

function isIpv6(host: string): boolean {
  return host.includes(':');
}

/** Takes what the kernel has taken: waits until nothing more arrives, or for a second where something always does. */
async function untilQuiet(arrived: () => number): Promise<void> {
  for (let turn = 0, before = -1; turn < MOST_TURNS && arrived() !== before; turn += 1) {
    before = arrived();
    await delay(TURN_MS);
    // On a machine that stalled the timer comes before what waits in the sockets: that is read between these two.
    await immediate();
    await immediate();
  }
}

const TURN_MS = 20;
const MOST_TURNS = 50;

/** In bytes; Node cuts longer ones off without a word, and then nobody finds the socket. */
const LONGEST_SOCKET_PATH = platform() === 'darwin' ? 103 : 107;

async function listenStream(address: ListenAddress, intake: Receiver, options: SocketOptions): Promise<Listener> {
  const { mostConnections, among, onRefused } = options;
  const open = new Set<Socket>();
  let arrived = 0;
  const server = createServer({ keepAlive: true, keepAliveInitialDelay: SILENCE_MS }, (socket) => {
    const lines = intake.stream();
    open.add(socket);
    arrived += 1;
    socket.on('data', (bytes) => {
      arrived += 1;
      lines.bytes(bytes);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      open.delete(socket);
      lines.end();
    });
  });
  server.maxConnections = mostConnections;
  server.on('drop', onRefused);
  if (address.kind === 'unix') {
    if (Buffer.byteLength(address.path) > LONGEST_SOCKET_PATH) {
      throw Object.assign(new Error('too long'), { code: 'ENAMETOOLONG' });
    }
    // Binding would say only that it may not.
    await access(path.dirname(address.path));
    await removeStale(address.path);
    server.listen(address.path);
  } else {
    server.listen({ port: address.port, host: address.host, ipv6Only: isBesideIpv4(address, among) });
  }
  await once(server, 'listening');
  server.on('error', () => {});
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return {
    address: addressText(address.kind === 'unix' ? address : { ...address, port }),
    udpPort: null,
    close: async () => {
      await untilQuiet(() => arrived);
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** A process that was killed leaves its socket behind; one that lives still answers. */
async function removeStale(socketPath: string): Promise<void> {
  const stats = await lstat(socketPath).catch(() => null);
  if (stats === null) return;
  if (!stats.isSocket()) throw Object.assign(new Error('no socket'), { code: 'EEXIST' });
  const socket = connect(socketPath);
  const isAnswered = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  if (isAnswered) throw Object.assign(new Error('in use'), { code: 'EADDRINUSE' });
  await rm(socketPath, { force: true });
}

function addressText(address: ListenAddress): string {
  if (address.kind === 'unix') return `unix:${address.path}`;
  const host = isIpv6(address.host) ? `[${address.host}]` : address.host;
  return `${address.kind}://${host}:${address.port}`;
}
