import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHmac } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Notice } from '../../../src/core/notice.js';
import { notifyAll } from '../../../src/notify/notify.js';
import type { Notifier } from '../../../src/notify/settings.js';
import { answer, startReceiver, type Answer, type Receiver } from '../../helpers/http-receiver.js';
import { NOW_MS, rollbackNotice } from '../../helpers/notices.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-notify-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const receivers: Receiver[] = [];
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((each) => each.close()));
});

async function receiver(reply: Answer): Promise<Receiver> {
  const started = await startReceiver(reply);
  receivers.push(started);
  return started;
}

const common = {
  when: ['rollback', 'recovered'],
  timeoutMs: 10_000,
  retries: 0,
  state: null,
} as const;

function webhook(url: string, changes: Partial<Notifier> = {}): Notifier {
  return { ...common, type: 'webhook', url: () => url, secret: null, headers: {}, ...changes } as Notifier;
}

const passNotice: Notice = { ...rollbackNotice, occasion: 'pass', exitCode: 0 };

async function notify(
  notifiers: readonly Notifier[],
  { notice = rollbackNotice, signal = new AbortController().signal, totalMs = 10_000 } = {},
): Promise<string> {
  let stderr = '';
  const world = {
    now: () => NOW_MS,
    stderr: {
      write: (text: string) => {
        stderr += text;
      },
    },
  };
  await notifyAll(notifiers, { notice, json: '{"verdict":"rollback"}\n' }, world, signal, totalMs);
  return stderr;
}

const silent: Answer = () => {};

test('all are told side by side, and one that fails harms no other', async () => {
  const [good, broken, dead] = [
    await receiver(answer(200)),
    await receiver(answer(404, {}, 'no')),
    await receiver(silent),
  ];
  const stderr = await notify([webhook(dead.url, { timeoutMs: 300 }), webhook(broken.url), webhook(good.url)]);
  expect(good.received).toHaveLength(1);
  expect(stderr.split('\n').sort()).toEqual([
    '',
    'warning: notification 1 (webhook) was not sent: no answer within 0.3 s',
    'warning: notification 2 (webhook) was not sent: it answered 404 (no)',
  ]);
});

test('together they are over at the deadline, however long each may take', async () => {
  const dead = await receiver(silent);
  const stderr = await notify(Array<Notifier>(20).fill(webhook(dead.url)), { totalMs: 300 });
  expect(stderr.match(/was not sent: the time for all notifications is over\n/g)).toHaveLength(20);
});

test('an interruption ends them, and is thrown', async () => {
  const stopping = new AbortController();
  const dead = await receiver(() => stopping.abort(new Error('Ctrl-C')));
  await expect(notify([webhook(dead.url)], { signal: stopping.signal })).rejects.toThrow('Ctrl-C');
});

test('a service that repeats what it was sent gives no secret away', async () => {
  const echo = await receiver(answer(400, {}, 'bad token T0PSECRET, bad header H1DDEN'));
  const stderr = await notify([webhook(echo.url, { secret: () => 'T0PSECRET', headers: { 'X-A': () => 'H1DDEN' } })]);
  expect(stderr).toBe(
    'warning: notification 1 (webhook) was not sent: it answered 400 (bad token ***, bad header ***)\n',
  );
});

test.for([
  { answers: 'no hook at /services/T000/B000/XXsecretpathXX', says: 'no hook at /***', what: 'the path of an address' },
  { answers: 'bad token tok-S3cret-9876!', says: 'bad token***!', what: 'the token behind its scheme' },
  {
    answers: `${'y'.repeat(288)} tok-S3cret-9876`,
    says: `${'y'.repeat(288)}***`,
    what: 'a token where the rest is cut',
  },
  { answers: 'got dG9rLVMzY3JldC05ODc2', says: 'got ***', what: 'a token in Base64' },
  { answers: '##vso[task.complete]', says: String.raw`\u{23}#vso[task.complete]`, what: 'a command' },
])('nor one that repeats $what', async ({ answers, says }) => {
  const echo = await receiver(answer(400, {}, answers));
  const url = `${echo.url}/services/T000/B000/XXsecretpathXX`;
  const stderr = await notify([webhook(url, { headers: { Authorization: () => 'Bearer tok-S3cret-9876' } })]);
  expect(stderr).toBe(`warning: notification 1 (webhook) was not sent: it answered 400 (${says})\n`);
});

test('a receiver can tell by the signature that body and time are ours', async () => {
  const { url, received } = await receiver(answer(200));
  await notify([webhook(url, { secret: () => 'hush', headers: { 'X-Team': () => 'payments' } })]);
  const [{ headers, body } = { headers: {}, body: '' }] = received;
  const timestamp = String(NOW_MS / 1000);
  const signature = createHmac('sha256', 'hush').update(`${timestamp}.{"verdict":"rollback"}\n`).digest('hex');
  expect(body).toBe('{"verdict":"rollback"}\n');
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'x-canary-verdict-event': 'rollback',
    'x-canary-verdict-timestamp': timestamp,
    'x-canary-verdict-signature': `sha256=${signature}`,
    'x-team': 'payments',
  });
});

describe('recovered', () => {
  const events = ({ received }: Receiver) => received.map(({ headers }) => headers['x-canary-verdict-event']);

  test('is the first pass after a rollback, as the state file remembers it', async () => {
    const state = path.join(folder, 'state.json');
    const chat = await receiver(answer(200));
    const notifiers = [webhook(chat.url, { state })];
    const other = { ...passNotice, service: 'search' };
    for (const notice of [
      passNotice,
      rollbackNotice,
      other,
      { ...rollbackNotice, occasion: 'inconclusive' } as const,
      passNotice,
      passNotice,
    ]) {
      expect(await notify(notifiers, { notice })).toBe('');
    }
    expect(events(chat)).toEqual(['rollback', 'recovered']);
    expect(JSON.parse(readFileSync(state, 'utf8'))).toEqual({ rolledBack: [] });
  });

  test('is told with the next pass when nobody could be told', async () => {
    const state = path.join(folder, 'again.json');
    let isDown = false;
    const chat = await receiver((response) => response.writeHead(isDown ? 400 : 200).end());
    await notify([webhook(chat.url, { state })]);
    isDown = true;
    expect(await notify([webhook(chat.url, { state })], { notice: passNotice })).toMatch(/was not sent/);
    isDown = false;
    await notify([webhook(chat.url, { state })], { notice: passNotice });
    expect(events(chat)).toEqual(['rollback', 'recovered', 'recovered']);
  });

  test.for(['', '{', '[]', '{"rolledBack":7}', '{"rolledBack":[7]}'])(
    'a state file of %j remembers nothing',
    async (content) => {
      const state = path.join(folder, 'broken.json');
      writeFileSync(state, content);
      const chat = await receiver(answer(200));
      expect(await notify([webhook(chat.url, { state })], { notice: passNotice })).toBe('');
      expect(events(chat)).toEqual([]);
    },
  );

  test('a state file that cannot be written is told', async () => {
    const chat = await receiver(answer(200));
    const state = path.join(folder, 'no', 'such', 'folder');
    expect(await notify([webhook(chat.url, { state })])).toBe(
      `warning: cannot write the state file ${state}: no such file or folder\n`,
    );
    expect(existsSync(state)).toBe(false);
  });
});
