import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { layered, settingsOfEnv, settingsOfFlags, type Env, type RawFlags } from '../../../src/config/settings.js';
import { readOrigin } from '../../../src/config/source.js';

const originOf = (flags: RawFlags, env: Env) => readOrigin(layered(settingsOfFlags(flags), settingsOfEnv(env)));

const server = { kind: 'clickhouse', columns: {} } as const;

test.for([
  {
    flags: { url: 'http://db:8123' },
    env: {},
    origin: { ...server, url: 'http://db:8123' },
    why: 'a flag alone',
  },
  {
    flags: { url: 'http://flag:8123' },
    env: { CLICKHOUSE_URL: 'http://env:8123' },
    origin: { ...server, url: 'http://flag:8123' },
    why: 'a flag beats the environment',
  },
  {
    flags: {},
    env: { CLICKHOUSE_URL: 'https://url:8443', CLICKHOUSE_HOST: 'host' },
    origin: { ...server, url: 'https://url:8443' },
    why: 'CLICKHOUSE_URL beats CLICKHOUSE_HOST',
  },
  {
    flags: {},
    env: { CLICKHOUSE_HOST: 'db.internal' },
    origin: { ...server, url: 'http://db.internal:8123' },
    why: 'CLICKHOUSE_HOST is a bare host on the usual port',
  },
  {
    flags: {},
    env: { CLICKHOUSE_HOST: 'db.internal:9123' },
    origin: { ...server, url: 'http://db.internal:9123' },
    why: 'or a host with a port',
  },
  {
    flags: {},
    env: { CLICKHOUSE_HOST: 'https://db.internal:8443' },
    origin: { ...server, url: 'https://db.internal:8443' },
    why: 'or an address, as scripts write it',
  },
  {
    flags: { url: 'http://db:8123', table: 'logs.app' },
    env: { CLICKHOUSE_DATABASE: 'other' },
    origin: { ...server, url: 'http://db:8123', table: 'logs.app' },
    why: 'a table that is named with its database stays there',
  },
  {
    flags: { url: 'http://db:8123', table: 'logs.app', database: 'other' },
    env: {},
    origin: { ...server, url: 'http://db:8123', table: 'logs.app', database: 'other' },
    why: 'beside a database the dot belongs to the name of the table',
  },
  {
    flags: {},
    env: {
      CLICKHOUSE_URL: 'http://db:8123',
      CLICKHOUSE_USER: 'reader',
      CLICKHOUSE_PASSWORD: 'p:w@',
      CLICKHOUSE_DATABASE: 'logs',
    },
    origin: { ...server, url: 'http://db:8123', username: 'reader', password: 'p:w@', database: 'logs' },
    why: 'credentials and database from the environment',
  },
  {
    flags: {},
    env: { CLICKHOUSE_URL: 'http://reader:p%3Aw@db:8123/logs' },
    origin: { ...server, url: 'http://db:8123', username: 'reader', password: 'p:w', database: 'logs' },
    why: 'or inside CLICKHOUSE_URL, which no other user can read',
  },
  {
    flags: { url: 'http://db:8123/logs', database: 'other', table: 't', columns: 'time=ts,level=lvl,service=app' },
    env: { CLICKHOUSE_DATABASE: 'env' },
    origin: {
      ...server,
      url: 'http://db:8123',
      database: 'other',
      table: 't',
      columns: { time: 'ts', level: 'lvl', service: 'app' },
    },
    why: '--database beats the environment and the address',
  },
  {
    flags: { url: 'chdb:./data', database: 'logs' },
    env: { CLICKHOUSE_URL: 'http://env:8123' },
    origin: { kind: 'chdb', path: './data', database: 'logs', columns: {} },
    why: 'the embedded engine',
  },
  {
    flags: { url: 'chdb:///var/data' },
    env: {},
    origin: { kind: 'chdb', path: '/var/data', columns: {} },
    why: 'written like an address',
  },
  {
    flags: { logs: ['a.ndjson', 'b*.gz'] },
    env: { CLICKHOUSE_URL: 'http://env:8123' },
    origin: { kind: 'logs', files: ['a.ndjson', 'b*.gz'], columns: {} },
    why: 'log files beat the environment',
  },
  { flags: { series: '-' }, env: {}, origin: { kind: 'recorded', file: '-' }, why: 'a recorded series' },
])('$why', ({ flags, env, origin }) => expect(originOf(flags, env)).toEqual(origin));

describe('a password file', () => {
  test('beats CLICKHOUSE_PASSWORD; only its last line break is dropped', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'canary-verdict-')), 'password');
    writeFileSync(file, ' s3cret \r\n');
    const env = { CLICKHOUSE_URL: 'http://db:8123', CLICKHOUSE_PASSWORD: 'other' };
    expect(originOf({ passwordFile: file }, env)).toMatchObject({ password: ' s3cret ' });
    expect(originOf({}, { ...env, CLICKHOUSE_PASSWORD_FILE: file })).toMatchObject({ password: ' s3cret ' });
  });
});
