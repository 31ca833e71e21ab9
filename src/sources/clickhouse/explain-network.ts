import type { Explain, Explained, Tried } from './explained.js';

/** What to check when a connection failed for no reason that is known. */
export const NETWORK_HINT = 'Check host and port of --url, and that this machine may reach them.';

/** Failures of network and TLS by Node's error code. */
export const NETWORK: Readonly<Record<string, Explain>> = {
  ECONNREFUSED: ({ where }) => ({
    code: 'refused',
    message: `${where} refused the connection`,
    hint: 'Check host and port of --url, and that the server runs: ClickHouse listens for HTTP on 8123, for HTTPS on 8443.',
  }),
  ENOTFOUND: ({ where }) => ({
    code: 'dns',
    message: `the host name of ${where} is not known`,
    hint: 'Check the host name in --url.',
  }),
  EAI_AGAIN: ({ where }) => ({
    code: 'dns',
    message: `the host name of ${where} could not be looked up`,
    hint: 'Check the DNS of this machine and the host name in --url.',
  }),
  ECONNRESET: ({ where, scheme }) => ({
    code: 'cut',
    message: `the connection to ${where} was cut before the answer was complete`,
    hint:
      scheme === 'http'
        ? 'Try again; if it stays, see the server’s log, or write https:// where the port speaks TLS.'
        : 'Try again; if it stays, see the log of the server or the proxy between.',
  }),
  EPIPE: (tried, detail) => explain('ECONNRESET', tried, detail),
  ETIMEDOUT: ({ where }) => ({ code: 'unreachable', message: `${where} did not answer in time`, hint: NETWORK_HINT }),
  EHOSTUNREACH: ({ where }) => ({ code: 'unreachable', message: `${where} cannot be reached`, hint: NETWORK_HINT }),
  ENETUNREACH: ({ where }) => ({ code: 'unreachable', message: `${where} cannot be reached`, hint: NETWORK_HINT }),
  EPROTO: (tried, detail) => ({
    code: 'tls',
    message: /wrong version number|packet length too long/.test(detail)
      ? `${tried.where} does not speak TLS on this port`
      : `${tried.where} broke off the TLS handshake: ${detail}`,
    hint: 'Write http:// for a plain port (ClickHouse: 8123), https:// for a TLS port (8443); a server may also ask for --client-cert.',
  }),
  ERR_TLS_CERT_ALTNAME_INVALID: ({ where }) => ({
    code: 'tls',
    message: `the certificate of ${where} is for another host name`,
    hint: 'Use the host name in the certificate for --url.',
  }),
  // chdb writes why to stderr and says here only that it failed.
  CHDB_CONNECTION: ({ where }) => ({
    code: 'locked',
    message: `the data directory ${where} cannot be opened`,
    hint: 'Only one process can have it open: end the other one, or check the rights of the folder.',
  }),
  CERT_HAS_EXPIRED: ({ where }) => ({
    code: 'tls',
    message: `the certificate of ${where} has expired`,
    hint: 'Renew the certificate of the server.',
  }),
};

/** Node's names for a certificate that nobody we trust has signed. */
export const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
]);

/** What may heal by itself. */
export const RETRIED = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);

/** A failure of the network by Node's code for it. */
export function explain(code: string, tried: Tried, detail: string): Explained {
  return (
    NETWORK[code]?.(tried, detail) ?? {
      code: 'failed',
      message: `asking ${tried.where} failed: ${detail}`,
      hint: NETWORK_HINT,
    }
  );
}

/** Nobody we trust has signed the certificate. */
export function untrusted({ where }: Tried): Explained {
  return {
    code: 'tls',
    message: `the certificate of ${where} is not signed by an authority this machine trusts`,
    hint: 'Give the authority’s certificate with --ca-cert FILE.',
  };
}

/** The connection stands, and nothing comes. */
export function silent({ where }: Tried): Explained {
  return { code: 'timeout', message: `${where} stopped answering`, hint: 'Try again, or give a longer --timeout.' };
}
