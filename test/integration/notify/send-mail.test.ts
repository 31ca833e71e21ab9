import { createServer, type AddressInfo, type Server } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { mailOf } from '../../../src/notify/mail.js';
import { reasonShown } from '../../../src/notify/answer.js';
import { NotSent } from '../../../src/notify/not-sent.js';
import { sendMail } from '../../../src/notify/send-mail.js';
import type { Email } from '../../../src/notify/settings.js';
import { makeCertificates } from '../../helpers/certificates.js';
import { rollbackNotice, tellingOf } from '../../helpers/notices.js';

const PASSWORD = 'T0PSECRET';
const never = new AbortController().signal;
const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
});

/** A mail as a server takes it. */
interface Taken {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

async function smtpServer(options: SMTPServerOptions = {}) {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, { envelope }, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        taken.push({ from, to, text: Buffer.concat(chunks).toString() });
        callback();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closings.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { taken, port: (server.server.address() as AddressInfo).port };
}

/** A server that says a line to whoever connects, and another to whatever is said. */
async function tcpServer(hello: string, reply: string): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    if (hello !== '') socket.write(hello);
    socket.on('data', () => {
      if (reply !== '') socket.write(reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closings.push(() => new Promise((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

function settings(port: number, changes: Partial<Email> = {}): Email {
  return {
    type: 'email',
    when: ['rollback'],
    timeoutMs: 10_000,
    retries: 0,
    state: null,
    host: '127.0.0.1',
    port,
    tls: 'none',
    user: null,
    password: null,
    from: 'Canary <ci@example.test>',
    to: ['a@example.test', 'b@example.test'],
    ...changes,
  };
}

async function send(
  port: number,
  changes: Partial<Email> = {},
  signal = never,
  notice = rollbackNotice,
): Promise<void> {
  const email = settings(port, changes);
  await sendMail(email, mailOf(email, tellingOf(notice, 'rollback')), signal);
}

async function failureOf(sending: Promise<void>): Promise<string> {
  const error: unknown = await sending.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(NotSent);
  const said = reasonShown(error as NotSent, { password: () => PASSWORD });
  expect(said).not.toContain(PASSWORD);
  return said;
}

test('a mail arrives, as text and as HTML', async () => {
  const { taken, port } = await smtpServer();
  await send(port);
  const [{ from, to, text } = { from: '', to: [], text: '' }] = taken;
  expect([from, to]).toEqual(['ci@example.test', ['a@example.test', 'b@example.test']]);
  expect(text).toMatch(/^Subject: Rollback: payments 1\.4\.2 \(production\)\r$/m);
  expect(text).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(text).toContain('152 errors after the release');
  expect(text).toMatch(/Content-Type: text\/html/);
});

test('a hostile service name begins no header of its own', async () => {
  const { taken, port } = await smtpServer();
  const service = 'x\r\nBcc: evil@example.test\r\n\r\n<b>hello';
  await send(port, {}, never, { ...rollbackNotice, service });
  expect(taken[0]?.to).toEqual(['a@example.test', 'b@example.test']);
  expect(taken[0]?.text).not.toMatch(/^Bcc:/m);
});

describe('who may send', () => {
  const authenticated = (isRight: boolean): SMTPServerOptions => ({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (auth, _session, callback) => {
      const isKnown = isRight && auth.username === 'ci' && auth.password === PASSWORD;
      if (isKnown) callback(null, { user: 'ci' });
      else callback(new Error(`no ${auth.password}`));
    },
  });

  test('a user with a password', async () => {
    const { taken, port } = await smtpServer(authenticated(true));
    await send(port, { user: 'ci', password: () => PASSWORD });
    expect(taken).toHaveLength(1);
  });

  test('one whom the server does not know is told so once, without the password', async () => {
    const { taken, port } = await smtpServer(authenticated(false));
    const failure = await failureOf(send(port, { user: 'ci', password: () => PASSWORD, retries: 3 }));
    expect([failure, taken]).toEqual(['it answered 535 (no ***)', []]);
  });
});

describe('tried again', () => {
  test('after a server that is busy', async () => {
    let asked = 0;
    const { taken, port } = await smtpServer({
      onMailFrom: (_address, _session, callback) => {
        asked += 1;
        callback(asked === 1 ? Object.assign(new Error('busy'), { responseCode: 451 }) : null);
      },
    });
    await send(port, { retries: 2 });
    expect([asked, taken.length]).toEqual([2, 1]);
  });

  test('but not after one that means it', async () => {
    let asked = 0;
    const { port } = await smtpServer({
      onMailFrom: (_address, _session, callback) => {
        asked += 1;
        callback(Object.assign(new Error('go away'), { responseCode: 550 }));
      },
    });
    expect(await failureOf(send(port, { retries: 2 }))).toBe('it answered 550 (go away)');
    expect(asked).toBe(1);
  });
});

describe('TLS', () => {
  test('a server without it is sent nothing where it is asked for', async () => {
    const { taken, port } = await smtpServer();
    expect(await failureOf(send(port, { tls: 'starttls' }))).toMatch(/^it offers no TLS/);
    expect(taken).toEqual([]);
  });

  test.for(['starttls', 'implicit'] as const)('a certificate that nobody vouches for is refused: %s', async (tls) => {
    const { server } = await makeCertificates();
    const { taken, port } = await smtpServer({
      ...server,
      secure: tls === 'implicit',
      disabledCommands: [],
    });
    expect(await failureOf(send(port, { tls, retries: 3 }))).toMatch(/^its certificate is not trusted/);
    expect(taken).toEqual([]);
  });
});

describe('no server can hold us', () => {
  test.for([
    { what: 'one that says nothing', hello: '', answer: '' },
    { what: 'one that greets and falls silent', hello: '220 hello\r\n', answer: '' },
    { what: 'one that never ends a line', hello: '220 hello\r\n', answer: '250-x' },
    { what: 'one that never ends an answer', hello: '220 hello\r\n', answer: '250-x\r\n' },
  ])('$what', async ({ hello, answer }) => {
    const port = await tcpServer(hello, answer);
    expect(await failureOf(send(port, { timeoutMs: 300 }))).toBe('no answer within 0.3 s');
  });

  test('the deadline', async () => {
    const port = await tcpServer('', '');
    const sending = send(port, {}, AbortSignal.timeout(200));
    expect(await failureOf(sending)).toBe('the time for all notifications is over');
  });

  test('nobody listens', async () => {
    const port = await tcpServer('', '');
    await closings.pop()?.();
    expect(await failureOf(send(port, { retries: 1 }))).toBe('nobody listens there');
  });
});
