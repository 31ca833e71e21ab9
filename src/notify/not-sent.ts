/** A notification did not arrive. The message holds no address, header or key: all of them may be secrets. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
  /** What the service said, which may repeat what it was sent: not to be shown as it is. */
  readonly answer: string;
  /** Its HTTP status; null where none came. */
  readonly status: number | null;
  constructor(message: string, answer = '', status: number | null = null) {
    super(message);
    this.answer = answer;
    this.status = status;
  }
}

/** What a failing connection is called, by the code of its error. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the host is not known at the moment',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'nobody answered',
  UND_ERR_SOCKET: 'the connection was cut',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  EAUTH: 'the user or password was refused',
};

/** Certificates that nobody vouches for. */
const UNTRUSTED = /^(SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER))/;

/** Certificates do not become better by trying again. */
export function isCertificateProblem(code: string): boolean {
  return UNTRUSTED.test(code) || code.startsWith('CERT_') || code.startsWith('ERR_TLS');
}

/** A failed connection in words, from nothing but the code of its error. */
export function reasonOfCode(code: string): string {
  if (UNTRUSTED.test(code)) return 'its certificate is not trusted; name its authority in NODE_EXTRA_CA_CERTS';
  return REASONS[code] ?? (code === '' ? 'the connection failed' : `the connection failed (${code})`);
}

/** The code of the innermost error that has one. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const inner = error instanceof AggregateError ? error.errors.map(codeOf).find((code) => code !== '') : undefined;
  return inner ?? (codeOf(error.cause) || ('code' in error ? String(error.code) : ''));
}
