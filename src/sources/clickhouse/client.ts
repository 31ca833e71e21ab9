import {
  ClickHouseLogLevel,
  createClient,
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
} from '@clickhouse/client';
import { statSync } from 'node:fs';
import { UserError } from '../../errors.js';
import type { EmbeddedSettings, ServerSettings } from '../settings.js';

/** Longest silence on a connection: no query of ours takes as long. */
export const QUERY_TIMEOUT_MS = 120_000;

/** A client of a server over HTTP or HTTPS. */
export async function connectServer(settings: ServerSettings): Promise<ClickHouseClient> {
  const { username = 'default', password = '', database } = settings;
  return createClient({
    url: settings.url,
    username,
    password,
    ...(database !== undefined && { database }),
    ...(await tlsOf(settings)),
    application: 'canary-verdict',
    request_timeout: QUERY_TIMEOUT_MS,
    compression: { request: false, response: false },
    // Every failure is told once, in our own words.
    log: { level: ClickHouseLogLevel.OFF },
  });
}

async function tlsOf({ tls, password }: ServerSettings) {
  if (tls === undefined) return {};
  const { caCert, cert, key } = tls;
  const [{ createSecureContext, rootCertificates }, { X509Certificate }] = await Promise.all([
    import('node:tls'),
    import('node:crypto'),
  ]);
  try {
    // Node takes a CA file that holds no certificate for an empty one.
    for (const pem of [caCert, cert]) if (pem !== undefined) void new X509Certificate(pem);
    createSecureContext({ cert, key });
  } catch (error) {
    throw new UserError(
      'the TLS certificates cannot be used',
      'Give --ca-cert, --client-cert and --client-key as PEM files; the key must belong to the certificate and have no passphrase.',
      { cause: error },
    );
  }
  if (cert === undefined || key === undefined) return caCert === undefined ? {} : { tls: { ca_cert: caCert } };
  if (password !== undefined) {
    // With `tls.cert` the client tells the server to log in by certificate instead of password; a proxy that asks for
    // certificates wants both, so that the certificate goes into the agent alone.
    const { Agent } = await import('node:https');
    return { http_agent: new Agent({ keepAlive: true, ca: caCert, cert, key }), set_basic_auth_header: true };
  }
  return { tls: { ca_cert: caCert ?? Buffer.from(rootCertificates.join('\n')), cert, key } };
}

/** A client of the embedded engine on a data directory that exists. */
export async function connectEmbedded({ path }: EmbeddedSettings): Promise<ClickHouseClient> {
  const isFolder = (folder: string) => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  const hint = 'Check the path in --url chdb:PATH.';
  if (!isFolder(path)) throw new UserError(`there is no data directory ${path}`, hint);
  // The engine would make a database of any folder.
  if (!isFolder(`${path}/metadata`)) throw new UserError(`${path} holds no ClickHouse data`, hint);
  return await openEngine(path);
}

/** The embedded engine; one data directory a process. */
export async function openEngine(path: string): Promise<ClickHouseClient> {
  const { createChdbConnection } = await importChdb();
  const connection: unknown = createChdbConnection({ path });
  if (!isConnection(connection))
    throw new TypeError('this version of chdb offers no connection for @clickhouse/client');
  return createClient({ connection, log: { level: ClickHouseLogLevel.OFF } });
}

/** The engine itself, which is an optional peer: a UserError says what to install. */
export async function importChdb() {
  try {
    return await import('chdb/connection');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    const state = isMissing ? 'is not installed' : 'cannot be loaded';
    throw new UserError(`the embedded ClickHouse engine ${state}`, 'Run: npm install chdb', { cause: error });
  }
}

type Connection = NonNullable<ClickHouseClientConfigOptions['connection']>;

/** chdb brings its own copy of the client's types, which differ in a private field alone: so look instead of believing. */
function isConnection(value: unknown): value is Connection {
  if (typeof value !== 'object' || value === null) return false;
  return ['query', 'exec', 'command', 'insert', 'ping', 'close'].every(
    (name) => name in value && typeof Reflect.get(value, name) === 'function',
  );
}
