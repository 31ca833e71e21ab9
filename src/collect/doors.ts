import { createRegistry } from '../health/metrics.js';
import { serveHealth } from '../health/serve.js';
import { healthOf } from './health.js';
import { listen, type ListenAddress } from './listen.js';
import type { Parts } from './parts.js';
import { readingsOf } from './readings.js';

/** Where counters come in, and where health is asked for. */
export interface DoorSettings {
  readonly listen: readonly ListenAddress[];
  readonly http: { readonly host: string; readonly port: number } | null;
}

/** Some thousand datagrams, for the moments in which nobody reads. */
export const RECEIVE_BUFFER_BYTES = 4 * 2 ** 20;

const MOST_CONNECTIONS = 1024;

/**
 * Opens all of them or none, and answers how to close them.
 * @throws UserError when an address cannot be used.
 */
export async function openDoors(
  settings: DoorSettings,
  parts: Parts,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  const { listeners, intake } = parts;
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(closing.splice(0).map((closeOne) => closeOne()));
  };
  try {
    const options = {
      receiveBufferBytes: RECEIVE_BUFFER_BYTES,
      mostConnections: MOST_CONNECTIONS,
      among: settings.listen,
      onRefused: once(() =>
        say(`more than ${MOST_CONNECTIONS} connections: others are refused, and what they send is lost`),
      ),
    };
    for (const address of settings.listen) {
      const listener = await listen(address, intake, options);
      listeners.push(listener);
      closing.push(listener.close);
    }
    if (settings.http !== null) {
      const registry = createRegistry('canary_verdict_collect', readingsOf(parts));
      const server = await serveHealth(settings.http, () => healthOf(parts), registry);
      closing.push(server.close);
      say(`health on ${server.address}/healthz and /metrics`);
    }
    say(`listening on ${listeners.map(({ address }) => address).join(', ')}`);
    return close;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Makes an action happen the first time only. */
function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) action();
    isDone = true;
  };
}
