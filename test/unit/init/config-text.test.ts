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
      const connection = { url: 'http://db:8123', user: database, password: `file:./${table}`, caCert: database };
      const columns = { time: table, level: database };
      const text = configText({ connection, table: { database, table, metric: database, columns }, service, title });
      const { content } = parseConfig(text, 'first.yaml');
      expect(content.defaults).toEqual({ database, table, metric: database, columns });
      expect(Object.keys(content.services ?? {})).toEqual([service]);
      const { user, password, caCert } = content.connections?.['logs'] ?? {};
      expect([user, password].map((secret) => secret?.template().replaceAll('$${', '${'))).toEqual([
        database,
        `file:./${table}`,
      ]);
      expect(caCert).toBe(database);
    }),
  );
});

test('a password is a variable, or a line to fill in', () => {
  const written = (password?: string) =>
    configText({
      connection: { url: 'http://db:8123', ...(password !== undefined && { password }) },
      table: { table: 'otel_logs', columns: {} },
      service: 'payments',
      title: 'OpenTelemetry',
    });
  expect(written('${CLICKHOUSE_PASSWORD}')).toMatch(/^ {4}password: \$\{CLICKHOUSE_PASSWORD\}$/m);
  expect(written()).toMatch(/^ {4}# password: /m);
});
