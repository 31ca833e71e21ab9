import { afterEach, describe, expect, test } from 'vitest';
import { reasonShown } from '../../../src/notify/answer.js';
import { NotSent } from '../../../src/notify/not-sent.js';
import { post } from '../../../src/notify/post.js';
import { makeCertificates } from '../../helpers/certificates.js';
import { answer, inTurn, startReceiver, type Answer, type Receiver } from '../../helpers/http-receiver.js';

const SECRET = 'T0PSECRET';
const PATIENCE = { timeoutMs: 10_000, retries: 2 };
const never = new AbortController().signal;

const receivers: Receiver[] = [];
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((each) => each.close()));
});

async function receiver(...options: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...options);
  receivers.push(started);
  return started;
}

function send(url: string, patience = PATIENCE, signal = never): Promise<void> {
  return post({ url: `${url}/${SECRET}`, headers: { authorization: SECRET }, body: '{"a":"é"}' }, patience, signal);
}

/** What a failure says; never the address or a header. */
async function failureOf(sending: Promise<void>): Promise<string> {
  const error: unknown = await sending.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(NotSent);
  const said = reasonShown(error as NotSent, { secret: () => SECRET });
  expect(said).not.toContain(SECRET);
  return said;
}

test('the request arrives as it was made', async () => {
  const { url, received } = await receiver(answer(200, {}, 'ok'));
  await send(url);
  expect(received).toMatchObject([
    { method: 'POST', path: `/${SECRET}`, headers: { authorization: SECRET }, body: '{"a":"é"}' },
  ]);
});

describe('tried again', () => {
  test.for([
    { answers: [500, 200], tries: 2 },
    { answers: [503, 502, 202], tries: 3 },
    { answers: [429, 204], tries: 2 },
  ])('after $answers', async ({ answers, tries }) => {
    const { url, received } = await receiver(inTurn(...answers.map((status) => answer(status))));
    await send(url);
    expect(received.map(({ body }) => body)).toEqual(Array(tries).fill('{"a":"é"}'));
  });

  test('after a connection that was cut', async () => {
    const { url, received } = await receiver((response, nth) => {
      if (nth === 1) response.destroy();
      else response.end();
    });
    await send(url);
    expect(received).toHaveLength(2);
  });

  test('not before the time that Retry-After asks for', async () => {
    let at: number[] = [];
    const { url } = await receiver((response, nth) => {
      at = [...at, performance.now()];
      answer(nth === 1 ? 429 : 200, { 'retry-after': '1' })(response, nth);
    });
    await send(url);
    // The service sees whether it was left alone for a second; a slow machine only makes it longer.
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(950);
  });

  test('until the tries are used up', async () => {
    const { url, received } = await receiver(answer(503, {}, 'down for <b>maintenance</b>\u001b[31m\n'));
    expect(await failureOf(send(url, { ...PATIENCE, retries: 1 }))).toBe(
      'it answered 503 (down for <b>maintenance</b> [31m)',
    );
    expect(received).toHaveLength(2);
  });
});

describe('not tried again', () => {
  test.for([
    { what: 'a refusal', reply: answer(400, {}, 'invalid_blocks'), says: 'it answered 400 (invalid_blocks)' },
    { what: 'a wrong address', reply: answer(404, {}, 'no_service'), says: 'it answered 404 (no_service)' },
    { what: 'a refusal without a word', reply: answer(403), says: 'it answered 403' },
    {
      what: 'a service that wants us to wait for an hour',
      reply: answer(429, { 'retry-after': '3600' }),
      says: 'it answered 429',
    },
    {
      what: 'a service that wants us to wait until next year',
      reply: answer(503, { 'retry-after': new Date(Date.now() + 1e10).toUTCString() }),
      says: 'it answered 503',
    },
  ])('$what', async ({ reply, says }) => {
    const { url, received } = await receiver(reply);
    expect(await failureOf(send(url))).toBe(says);
    expect(received).toHaveLength(1);
  });

  test.for([301, 302, 303, 307, 308])('a redirect (%d), and nobody else hears of it', async (status) => {
    const elsewhere = await receiver(answer(200));
    const { url, received } = await receiver(answer(status, { location: elsewhere.url }));
    expect(await failureOf(send(url))).toMatch(new RegExp(`^it answered ${status}, a redirect, which is not followed`));
    expect([received.length, elsewhere.received.length]).toEqual([1, 0]);
  });

  test('a certificate that nobody vouches for, and the request is never sent', async () => {
    const { server } = await makeCertificates();
    const { url, received } = await receiver(answer(200), server);
    expect(await failureOf(send(url))).toBe(
      'its certificate is not trusted; name its authority in NODE_EXTRA_CA_CERTS',
    );
    expect(received).toEqual([]);
  });
});

describe('no server can hold us', () => {
  const silent: Answer = () => {};

  test('one that never answers', async () => {
    const { url } = await receiver(silent);
    expect(await failureOf(send(url, { timeoutMs: 200, retries: 0 }))).toBe('no answer within 0.2 s');
  });

  test('one whose answer never ends, be it a welcome or a refusal', async () => {
    const endless =
      (status: number): Answer =>
      (response) => {
        response.writeHead(status);
        const drip = setInterval(() => response.write('x'), 10);
        response.on('close', () => clearInterval(drip));
      };
    const welcome = await receiver(endless(200));
    await send(welcome.url);
    const refusal = await receiver(endless(400));
    expect(await failureOf(send(refusal.url))).toMatch(/^it answered 400 \(x+…?\)$/);
  });

  test('one that answers at full speed for ever', async () => {
    const { url } = await receiver((response) => {
      response.writeHead(400);
      const pump = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', pump);
      pump();
    });
    expect(await failureOf(send(url))).toMatch(/^it answered 400 \(x{299}…\)$/);
  });

  test('one that begins a refusal and falls silent', async () => {
    const { url } = await receiver((response) => {
      response.writeHead(400).write('because');
    });
    expect(await failureOf(send(url))).toBe('it answered 400 (because)');
  });

  test('the deadline ends the pause between two tries, and the wait for an answer', async () => {
    const busy = await receiver(answer(429, { 'retry-after': '9' }));
    const dead = await receiver(silent);
    const over = 'the time for all notifications is over';
    expect(await failureOf(send(busy.url, PATIENCE, AbortSignal.timeout(300)))).toBe(over);
    expect(await failureOf(send(dead.url, PATIENCE, AbortSignal.timeout(300)))).toBe(over);
    expect([busy.received.length, dead.received.length]).toEqual([1, 1]);
  });
});

test('nobody listens', async () => {
  const { url, close } = await startReceiver(answer(200));
  await close();
  expect(await failureOf(send(url, { ...PATIENCE, retries: 0 }))).toBe('nobody listens there');
});

test('a host that is not known', async () => {
  const sending = send('http://no-such-host.invalid', { ...PATIENCE, retries: 0 });
  expect(await failureOf(sending)).toMatch(/^the host is not known( at the moment)?$/);
});
