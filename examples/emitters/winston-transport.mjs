// Counts what winston logs: winston.createLogger({ transports: [new winston.transports.Console(), winstonTransport({ service: 'payments' })] })
// To winston a transport is a stream of objects with a `log` method: no package is needed for that.
import { Writable } from 'node:stream';
import { callbackify } from 'node:util';
import { createLevelCounts } from './level-counts.mjs';

/** Where winston keeps the level as it was logged; `level` may have been coloured by a format. */
const LEVEL = Symbol.for('level');

/** The names of winston's npm and syslog levels that are not levels by themselves. */
const OTHER_NAMES = {
  silly: 'TRACE',
  verbose: 'DEBUG',
  http: 'INFO',
  notice: 'INFO',
  warning: 'WARN',
  crit: 'FATAL',
  alert: 'FATAL',
  emerg: 'FATAL',
};

export function winstonTransport(options) {
  const counts = createLevelCounts(options);
  const transport = new Writable({
    objectMode: true,
    write: (info, _encoding, done) => transport.log(info, done),
    final: callbackify(counts.close),
  });
  transport.log = (info, done) => {
    const level = String(info[LEVEL] ?? info.level);
    counts.count(OTHER_NAMES[level] ?? level);
    done();
  };
  return transport;
}
