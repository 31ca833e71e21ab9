import { generate } from 'selfsigned';

/** PEM texts made for one test run; no private key is ever kept. */
export interface Certificates {
  readonly caCert: string;
  /** For 127.0.0.1 and localhost, signed by the CA. */
  readonly server: { readonly cert: string; readonly key: string };
  /** Signed by the same CA, for a host name that is not ours. */
  readonly elsewhere: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
}

/** A certificate authority with a server, a misnamed server and a client certificate. */
export async function makeCertificates(): Promise<Certificates> {
  const authority = await generate([{ name: 'commonName', value: 'canary-verdict test CA' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const ca = { key: authority.private, cert: authority.cert };
  const leaf = async (name: string, altNames: readonly ({ type: 2; value: string } | { type: 7; ip: string })[]) => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      algorithm: 'sha256',
      ca,
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true },
        { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
        { name: 'subjectAltName', altNames: [...altNames] },
      ],
    });
    return { cert, key };
  };
  return {
    caCert: authority.cert,
    server: await leaf('localhost', [
      { type: 2, value: 'localhost' },
      { type: 7, ip: '127.0.0.1' },
    ]),
    elsewhere: await leaf('elsewhere.test', [{ type: 2, value: 'elsewhere.test' }]),
    client: await leaf('client', [{ type: 2, value: 'client.test' }]),
  };
}
