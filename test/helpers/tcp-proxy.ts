import { createConnection, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong on a connection; `when` holds it back until the client has sent bytes that contain this text. */
export type Fault = {
  readonly when?: string;
} & (
  | /** Lets this many bytes of the answer through, then resets the connection. */
    { readonly kind: 'cut'; readonly afterBytes: number } /** Holds back every piece of the answer. */
  | {
      readonly kind: 'delay';
      readonly delayMs: number;
    } /** Turns every byte of the answer after the first `afterBytes` into another one. */
  | { readonly kind: 'garble'; readonly afterBytes: number } /** Resets the connection without an answer. */
  | { readonly kind: 'refuse' } /** Takes the question and never answers. */
  | { readonly kind: 'hang' } /** Answers in the server's place with these bytes, a whole HTTP response, and closes. */
  | { readonly kind: 'reply'; readonly bytes: string }
);

export interface TcpProxy {
  readonly port: number;
  readonly url: string;
  /** Connections accepted so far. */
  connections(): number;
  /** Times a fault struck. */
  struck(): number;
  /** From now on, also on connections that are open already: null heals. `times` bounds how often it strikes. */
  fail(fault: Fault | null, times?: number): void;
  close(): Promise<void>;
}

/** A proxy on a free local port that does what networks do; without a fault it passes everything through. */
export async function startTcpProxy(target: { readonly port: number; readonly host?: string }): Promise<TcpProxy> {
  let fault: Fault | null = null;
  let left = 0;
  let struck = 0;
  let connections = 0;
  const sockets = new Set<Socket>();

  function strike(): Fault | null {
    if (fault === null || left <= 0) return null;
    left -= 1;
    struck += 1;
    return fault;
  }

  const server = createServer((client) => {
    connections += 1;
    const upstream = createConnection({ port: target.port, host: target.host ?? '127.0.0.1' });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => {});
    }
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());

    let active: Fault | null = fault?.when === undefined ? strike() : null;
    let answeredBytes = 0;
    if (active?.kind === 'refuse') client.resetAndDestroy();

    client.on('data', (bytes: Buffer) => {
      if (active === null && (fault?.when === undefined || bytes.includes(fault.when))) {
        active = strike();
        answeredBytes = 0;
      }
      if (active?.kind === 'refuse') client.resetAndDestroy();
      else if (active?.kind === 'reply') client.end(active.bytes);
      else if (active?.kind !== 'hang') upstream.write(bytes);
    });
    let turn: Promise<void> = Promise.resolve();
    upstream.on('data', (bytes: Buffer) => {
      const acting = active;
      if (acting === null) {
        client.write(bytes);
        return;
      }
      const room = 'afterBytes' in acting ? Math.max(0, acting.afterBytes - answeredBytes) : bytes.length;
      answeredBytes += bytes.length;
      if (acting.kind === 'cut') {
        if (room < bytes.length) client.write(bytes.subarray(0, room), () => client.resetAndDestroy());
        else client.write(bytes);
      } else if (acting.kind === 'garble') {
        client.write(Buffer.concat([bytes.subarray(0, room), bytes.subarray(room).map((byte) => byte ^ 0x5a)]));
      } else if (acting.kind === 'delay') {
        turn = afterDelay(turn, acting.delayMs, () => client.write(bytes));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    connections: () => connections,
    struck: () => struck,
    fail(next, times = Number.POSITIVE_INFINITY) {
      fault = next;
      left = next === null ? 0 : times;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function afterDelay(turn: Promise<void>, delayMs: number, act: () => void): Promise<void> {
  await turn;
  await sleep(delayMs);
  act();
}
