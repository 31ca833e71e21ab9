import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCertificates } from '../helpers/certificates.js';
import { answer, startReceiver } from '../helpers/http-receiver.js';
import { runCli } from '../helpers/run-cli.js';

/** Not a speed to hold, but far less than the 20 s that all notifications may take. */
const HUNG_MS = 15_000;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-e2e-notify-'));
  const content = { id: 'payments', bucketSeconds: 30, before: Array(60).fill(2), after: Array(10).fill(30) };
  writeFileSync(path.join(folder, 'bad.json'), JSON.stringify(content));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function judge(config: object, env: Readonly<Record<string, string>> = {}, ...args: readonly string[]) {
  const file = path.join(folder, 'canary-verdict.json');
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return await runCli(['judge', '--series', path.join(folder, 'bad.json'), '--config', file, ...args], { env });
}

const chat = { type: 'slack', url: '${CHAT_URL}', retries: 0 };

test('over TLS, to a server whose authority is named', async () => {
  const { caCert, server } = await makeCertificates();
  const ca = path.join(folder, 'ca.pem');
  writeFileSync(ca, caCert);
  const receiver = await startReceiver(answer(200), server);
  const config = { reportUrl: 'https://ci.test/${JOB}', runbooks: { 'errors-over-limit': 'https://wiki.test/x' } };
  const env = { CHAT_URL: `${receiver.url}/hook`, JOB: '7', NODE_EXTRA_CA_CERTS: ca };
  const run = await judge({ ...config, notify: [chat] }, env);
  await receiver.close();
  expect([run.code, run.stderr, receiver.received.length]).toEqual([10, '', 1]);
  const [message] = receiver.received;
  expect(message).toMatchObject({ method: 'POST', path: '/hook' });
  expect(message?.body).toContain('🔴 Rollback: payments');
  expect(message?.body).toContain('https://ci.test/7');
  expect(message?.body).toContain('https://wiki.test/x');
});

test('a service that is dead is told and costs neither the report nor the verdict; nothing secret is shown', async () => {
  const gone = await startReceiver(answer(200));
  await gone.close();
  const receiver = await startReceiver(answer(302, { location: 'https://evil.test/' }));
  const run = await judge(
    { notify: [chat, { ...chat, url: '${DEAD_URL}' }] },
    {
      CHAT_URL: `${receiver.url}/T0PSECRET`,
      DEAD_URL: `${gone.url}/T0PSECRET`,
    },
  );
  await receiver.close();
  expect(run.code).toBe(10);
  expect(run.stdout).toMatch(/^ROLLBACK /);
  expect(run.stderr.split('\n').sort()).toEqual([
    '',
    'warning: notification 1 (slack) was not sent: it answered 302, a redirect, which is not followed because the message is for the given address alone',
    'warning: notification 2 (slack) was not sent: nobody listens there',
  ]);
});

test('hooks are through before the first notification leaves, and it tells of the one that failed', async () => {
  const done = path.join(folder, 'rolled-back');
  let wasRolledBack = false;
  const receiver = await startReceiver((response) => {
    wasRolledBack = existsSync(done);
    response.end();
  });
  const hooks = { onRollback: [{ run: ['false'] }, { shell: `sleep 0.5; touch ${done}` }] };
  const run = await judge({ hooks, notify: [chat] }, { CHAT_URL: receiver.url });
  await receiver.close();
  expect([run.code, wasRolledBack]).toEqual([10, true]);
  expect(receiver.received[0]?.body).toContain('on-rollback hook (false) failed: it ended with code 1');
});

test('a server that never answers holds the process no longer than the time-out', async () => {
  const receiver = await startReceiver(() => {});
  const run = await judge({ notify: [{ ...chat, timeout: '1s' }] }, { CHAT_URL: receiver.url });
  await receiver.close();
  expect([run.code, run.stderr]).toEqual([10, 'warning: notification 1 (slack) was not sent: no answer within 1 s\n']);
  expect(run.elapsedMs).toBeLessThan(HUNG_MS);
});

test('Ctrl-C does not wait for one', async () => {
  const stop: { now?: () => void } = {};
  const receiver = await startReceiver(() => stop.now?.());
  const file = path.join(folder, 'stopped.json');
  writeFileSync(file, JSON.stringify({ notify: [{ ...chat, timeout: '15s' }] }), { mode: 0o600 });
  const run = await runCli(['judge', '--series', path.join(folder, 'bad.json'), '--config', file], {
    env: { CHAT_URL: receiver.url },
    whileRunning: (child) => {
      stop.now = () => child.kill('SIGINT');
    },
  });
  await receiver.close();
  expect([run.code, run.stderr]).toEqual([
    130,
    'interrupted by SIGINT: the verdict was rollback, not all was done about it\n',
  ]);
});

test.for([
  { url: 'https://hooks.slack.com/services/T0PSECRET', says: 'a secret in the file', at: /notify\[0\]\.url|notify/ },
  { url: '${NOT_SET}', says: 'a variable that is not set', at: /NOT_SET/ },
])('$says is found before anything is judged', async ({ url, at }) => {
  const run = await judge({ notify: [{ ...chat, url }] });
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toMatch(at);
  expect(run.stderr).not.toContain('T0PSECRET');
});

test('--no-hooks sends nothing and needs no secrets; the command that judges again knows of none', async () => {
  const receiver = await startReceiver(answer(200));
  const run = await judge(
    { notify: [chat, { ...chat, url: receiver.url + '/${NOT_SET}' }] },
    {},
    '--no-hooks',
    '--format',
    'json',
  );
  await receiver.close();
  expect([run.code, receiver.received.length]).toEqual([10, 0]);
  expect((JSON.parse(run.stdout) as { reproduce: string }).reproduce).toMatch(/ --no-config /);
});
