// Counts what pino logs: pino.transport({ targets: [{ target: '/path/to/pino-transport.mjs', options: { service: 'payments' } }, …] })
// A pino transport is a module that gives pino a stream for its lines, in a thread of their own: no package is needed for that.
import { Writable } from 'node:stream';
import { callbackify } from 'node:util';
import { createLevelCounts } from './level-counts.mjs';

/** https://getpino.io/#/docs/api?id=loggerlevels-object */
const LEVEL_BY_NUMBER = { 10: 'TRACE', 20: 'DEBUG', 30: 'INFO', 40: 'WARN', 50: 'ERROR', 60: 'FATAL' };

/** pino writes the level first, as a number or as a word where `formatters.level` says so: no line is parsed as a whole. */
const LEVEL = /"level":(?:(\d+)|"(\w+)")/;

export default function pinoTransport(options) {
  const counts = createLevelCounts(options);
  let rest = '';
  return new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        const [, number, word] = LEVEL.exec(line) ?? [];
        counts.count(word ?? LEVEL_BY_NUMBER[Math.floor(number / 10) * 10] ?? '');
      }
      done();
    },
    final: callbackify(counts.close),
  });
}
