import { expect, test } from 'vitest';
import { candidatesAmong } from '../../../src/sources/clickhouse/survey.js';

const columns = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([name, type]) => ({ name, type }));

const LINES = columns({ timestamp: 'DateTime', level: 'String', service: 'String', message: 'String' });
const COUNTS = columns({ time: 'DateTime', metric: 'String', value: 'Float64' });
const USERS = columns({ id: 'UInt64', name: 'String' });

const table = (name: string, engine: string, of: typeof LINES) => ({
  name: { database: 'logs', table: name },
  engine,
  columns: of,
  store: null,
});

test('lines before counters, and the table of all servers before the part that one of them holds', () => {
  const found = candidatesAmong([
    table('lines_local', 'ReplicatedMergeTree', LINES),
    table('users', 'MergeTree', USERS),
    table('lines', 'Distributed', LINES),
    table('counts', 'MergeTree', COUNTS),
    table('lines_view', 'View', LINES),
  ]);
  expect(found.map((one) => [one.table, one.layout])).toEqual([
    ['lines', 'columns'],
    ['lines_local', 'columns'],
    ['lines_view', 'columns'],
    ['counts', 'counters'],
  ]);
});
