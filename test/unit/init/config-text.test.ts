import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/file/read.js';
import { configText } from '../../../src/init/config-text.js';

const name = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('on', 'null', '5', 'a: b', '# a', '${X}', '&a', 'db.table', '-'),
);

test('whatever the names are, the file reads back to them', () => {
  fc.assert(
    fc.property(name, name, name, fc.string(), (table, service, database, title) => {
      fc.pre(service !== '__proto__');
      const source = {
        kind: 'clickhouse',
        url: 'http://db:8123',
        username: 'reader',
        password: 's3cret',
        database,
        columns: {},
      } as const;
      const text = configText({ source, table, service, title });
      const { content } = parseConfig(text, 'first.yaml');
      expect(content.defaults?.table).toBe(table);
      expect(content.connections?.['logs']?.database).toBe(database);
      expect(Object.keys(content.services ?? {})).toEqual([service]);
      expect(content.connections?.['logs']?.password?.template()).toBe('${CLICKHOUSE_PASSWORD}');
      expect(text).not.toContain('s3cret');
    }),
  );
});
