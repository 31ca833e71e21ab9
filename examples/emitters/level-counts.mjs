// Counts log lines a level and sends the counts once a second as StatsD counters over UDP. Node alone, no packages.
import { createSocket } from 'node:dgram';

const LEVELS = new Set(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']);

/** Sent as zero too: "no errors" and "nobody is there" must not look the same. */
const ALWAYS = new Set(['INFO', 'ERROR']);

const EVERY_MS = 1000;

/**
 * @param {{ service: string, host?: string, version?: string, address?: string, port?: number }} options `host` and `version` tell the
 *   canary from the stable instances; `address` and `port` are where `canary-verdict collect` listens
 */
export function createLevelCounts({ service, host, version, address = '127.0.0.1', port = 8125 }) {
  const counts = new Map([...ALWAYS].map((level) => [level, 0]));
  const tags = Object.entries({ host, version }).filter(([, value]) => value);
  const suffix = tags.length === 0 ? '' : `|#${tags.map(([key, value]) => `${key}:${value}`).join(',')}`;
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('error', () => {});
  // Neither the socket nor the timer keeps a process alive that is done.
  socket.unref();
  const timer = setInterval(() => void send(), EVERY_MS).unref();

  function add(level, lines) {
    counts.set(level, (counts.get(level) ?? 0) + lines);
  }

  /** One datagram with all levels; what could not be sent waits for the next second. */
  function send() {
    const sent = [...counts];
    const datagram = sent.map(([level, lines]) => `${service}.logs.${level}:${lines}|c${suffix}`).join('\n');
    for (const [level, lines] of sent) {
      if (ALWAYS.has(level)) add(level, -lines);
      else counts.delete(level);
    }
    return new Promise((resolve) => {
      socket.send(datagram, port, address, (error) => {
        if (error) for (const [level, lines] of sent) add(level, lines);
        resolve();
      });
    });
  }

  return {
    /** @param {string} level one of TRACE, DEBUG, INFO, WARN, ERROR and FATAL, in any case; others are left out */
    count(level) {
      const name = level.toUpperCase();
      if (LEVELS.has(name)) add(name, 1);
    },
    /** Sends what is left; to be called before the process ends. */
    async close() {
      clearInterval(timer);
      await send();
      socket.close();
    },
  };
}
