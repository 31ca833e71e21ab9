import { z } from 'zod';
import { key } from './key.js';
import { interpolated, secret } from './secret.js';

const certificate = (says: string, example: string) =>
  key(z.string(), { says, unit: 'file in PEM, relative to this one', otherwise: 'none', example });

/** What a connection may hold. */
export const connectionShape = {
  url: key(interpolated(), {
    says: 'A ClickHouse server, or a data directory of the embedded engine (chdb:PATH).',
    unit: 'address',
    otherwise: 'CLICKHOUSE_URL, then CLICKHOUSE_HOST',
    example: 'https://clickhouse.example.org:8443',
  }),
  user: key(interpolated(), {
    says: 'Who asks.',
    unit: 'name',
    otherwise: 'CLICKHOUSE_USER, then default',
    example: 'reader',
  }),
  password: key(secret(), {
    says: 'The password of the user: ${NAME} is a variable, file:PATH the content of a file.',
    unit: 'text',
    otherwise: 'CLICKHOUSE_PASSWORD, then none',
    example: '${CLICKHOUSE_PASSWORD}',
  }),
  database: key(z.string(), {
    says: 'Database of the log table.',
    unit: 'name',
    otherwise: 'CLICKHOUSE_DATABASE, then that of the user',
    example: 'logs',
  }),
  caCert: certificate('Certificate authority of an https address.', 'certs/ca.pem'),
  clientCert: certificate('Client certificate for https; needs clientKey.', 'certs/client.pem'),
  clientKey: certificate('Key of the client certificate.', 'certs/client-key.pem'),
  timeout: key(z.string(), {
    says: 'Deadline for everything after the wait.',
    unit: 'duration',
    otherwise: '2m',
    example: '90s',
  }),
};

export const connectionsSchema = z.record(z.string(), z.strictObject(connectionShape));
