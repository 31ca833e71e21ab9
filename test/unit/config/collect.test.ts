import { expect, test } from 'vitest';
import { readCollectConfig } from '../../../src/config/collect.js';

const ENV = { CLICKHOUSE_URL: 'http://db:8123', CLICKHOUSE_DATABASE: 'logs' };

test('without flags', () => {
  expect(readCollectConfig({}, { ...ENV, HOSTNAME: 'here' })).toMatchObject({
    listen: [
      { kind: 'udp', host: '127.0.0.1', port: 8125 },
      { kind: 'tcp', host: '127.0.0.1', port: 8125 },
    ],
    templates: ['SERVICE.logs.LEVEL', 'logs'],
    intervalMs: 30_000,
    mostSeries: 10_000,
    table: { database: 'logs', table: 'log_counts' },
    keepDays: 30,
    spoolFolder: 'canary-verdict-spool',
    spoolBytes: 256e6,
    http: { host: '127.0.0.1', port: 8126 },
    host: 'here',
  });
});

test('with them', () => {
  const flags = {
    listen: ['udp://[::]:8125', 'unix:///run/statsd.sock', 'unix:statsd.sock', 'tcp://localhost:0'],
    tags: 'service=team_app',
    interval: '10s',
    table: 'a.b',
    http: false,
    spoolLimit: '2GB',
    keep: '12h',
  };
  expect(readCollectConfig(flags, { CLICKHOUSE_URL: 'http://db:8123', STATE_DIRECTORY: '/var/lib/x' })).toMatchObject({
    listen: [
      { kind: 'udp', host: '::', port: 8125 },
      { kind: 'unix', path: '/run/statsd.sock' },
      { kind: 'unix', path: 'statsd.sock' },
      { kind: 'tcp', host: 'localhost', port: 0 },
    ],
    tagNames: { service: ['team_app'] },
    intervalMs: 10_000,
    table: { database: 'a', table: 'b' },
    http: null,
    spoolFolder: '/var/lib/x',
    spoolBytes: 2e9,
    keepDays: 1,
  });
});

test.for([
  { flags: { listen: ['8125'] }, says: '--listen "8125" is no address' },
  { flags: { listen: ['udp://host'] }, says: '--listen "host" is not HOST:PORT' },
  { flags: { listen: ['udp://host:99999'] }, says: 'is not HOST:PORT' },
  { flags: { interval: '7s' }, says: 'does not divide a day' },
  { flags: { interval: '1500ms' }, says: 'does not divide a day' },
  { flags: { maxSeries: '0' }, says: '--max-series' },
  { flags: { spoolLimit: 'much' }, says: '--spool-limit "much" is no size' },
  { flags: { tags: 'colour=red' }, says: '--tags "colour" is not known' },
  { flags: { createTable: 'yes' }, says: '--create-table "yes" is not known' },
  { flags: { graphite: 'SERVICE.LEVEL', createTable: 'run' }, says: '--graphite' },
  { flags: { graphite: 'app.logs.LEVEL' }, says: '--graphite "app.logs.LEVEL" does not name SERVICE' },
  { flags: { graphite: 'app.SERVICE.logs' }, says: '--graphite "app.SERVICE.logs" does not name LEVEL' },
])('$flags', ({ flags, says }) => {
  expect(() => readCollectConfig(flags, ENV)).toThrow(says);
});

test('somebody must be there to write to, except to print the table', () => {
  expect(() => readCollectConfig({}, {})).toThrow('no ClickHouse is given');
  expect(readCollectConfig({ createTable: 'print' }, {}).database).toBeNull();
});
