import { createServer } from 'node:http';
import { once } from 'node:events';
import type { Registry } from 'prom-client';
import { UserError } from '../errors.js';

/** How a process that runs until it is stopped is, for a probe and for a person. */
export interface Health {
  /** A probe may restart, or wake somebody, where it is not. */
  readonly isHealthy: boolean;
  /** In a word. */
  readonly status: string;
  /** Facts worth a look; JSON-safe. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface HealthServer {
  /** `http://127.0.0.1:8126` */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves `/healthz` (503 where it is not healthy, with the facts as JSON) and `/metrics` (Prometheus).
 * @throws UserError when the address cannot be used.
 */
export async function serveHealth(
  { host, port }: { readonly host: string; readonly port: number },
  health: () => Health,
  registry: Registry,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/healthz') {
      const { isHealthy, status, facts } = health();
      response.writeHead(isHealthy ? 200 : 503, { 'content-type': 'application/json' });
      response.end(`${JSON.stringify({ status, ...facts }, null, 2)}\n`);
      return;
    }
    if (pathname !== '/metrics') {
      response.writeHead(404).end('There are /healthz and /metrics.\n');
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`cannot serve /healthz and /metrics: ${why}`, 'Give another --http HOST:PORT, or --no-http.', {
      cause: error,
    });
  }
  const bound = server.address();
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    address: `http://${shown}:${typeof bound === 'object' && bound !== null ? bound.port : port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
